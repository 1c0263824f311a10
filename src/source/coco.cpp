#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>
#include <utility>

#include "base/files.h"
#include "base/nearest_name.h"
#include "source/annotations.h"
#include "source/layout.h"
#include "source/names.h"

namespace augshard {

using nlohmann::json;

namespace {

constexpr const char* kFilePointer = "/source/file";
constexpr std::int64_t kLargestLabel = 0x7fffffff;

/// An entry of `images`.
struct CocoImage {
  std::string id;
  std::string file;
  std::optional<Size> size;
  std::map<std::string, std::string> attributes;
};

struct CocoCategory {
  std::int64_t id = 0;
  std::string name;
};

/// An entry of `annotations`.
struct CocoAnnotation {
  std::string id;
  std::string image;
  std::int64_t category = 0;
  bool crowd = false;
  double area = 0;
  std::optional<std::array<double, 4>> box;
  std::vector<double> keypoints;
  std::optional<Segmentation> shape;
};

struct CocoFile {
  std::vector<CocoImage> images;
  std::vector<CocoCategory> categories;
  std::vector<CocoAnnotation> annotations;
};

/// Faults of entries, counted by kind with the first few spelled out.
class EntryFaults {
 public:
  void add(const std::string& text, const std::string& hint) { faults_[hint].add(text); }
  [[nodiscard]] bool empty() const { return faults_.empty(); }
  void finish(const Spec& spec, Diagnostics& diagnostics) const {
    for (const auto& [hint, examples] : faults_) {
      diagnostics.push_back(source_error(
          spec, "coco", kFilePointer,
          counted(examples.count(), "entry cannot be used: ", "entries cannot be used: ") + examples.text(), hint));
    }
  }

 private:
  std::map<std::string, Examples> faults_;
};

/// Ids are whole numbers as a rule, but texts in some files.
std::string id_text(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

bool is_whole(const json& value, std::int64_t least, std::int64_t most) {
  return value.is_number_integer() && value >= least && value <= most;
}

const json* find(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

/// Reads the entries one by one, so that the whole file never stands in memory as JSON.
class CocoReader {
 public:
  CocoReader(const Spec& spec, EntryFaults& faults) : spec_(spec), faults_(faults) {}

  /// Error "coco" where the text is not JSON.
  Expected<CocoFile> read(std::string_view text) {
    std::string section;
    const auto visit = [&](int depth, json::parse_event_t event, json& parsed) {
      if (depth == 1 && event == json::parse_event_t::key) section = parsed.get<std::string>();
      if (depth != 2 || event != json::parse_event_t::object_end) return true;
      take(section, parsed);
      return false;
    };
    try {
      const json rest = json::parse(text, visit);
      for (const char* key : {"images", "annotations", "categories"}) {
        if (rest.is_object() && rest.contains(key) && rest[key].is_array()) continue;
        return Error{"coco", "the file has no list '" + std::string(key) + "'",
                     "is it a COCO instances or keypoints file?"};
      }
    } catch (const json::exception& fault) {
      const std::string what = fault.what();
      return Error{"coco", "the file is not JSON: " + what.substr(what.find("] ") + 2), ""};
    }
    return std::move(file_);
  }

 private:
  void take(const std::string& section, const json& entry) {
    if (section == "images") take_image(entry);
    if (section == "categories") take_category(entry);
    if (section == "annotations") take_annotation(entry);
  }

  void take_image(const json& entry) {
    const json* id = find(entry, "id");
    const json* file = find(entry, "file_name");
    if (id == nullptr || file == nullptr || !file->is_string()) {
      return faults_.add("image " + entry.dump().substr(0, 60), "an image has an 'id' and a 'file_name'");
    }
    CocoImage& image = file_.images.emplace_back();
    image.id = id_text(*id);
    image.file = file->get<std::string>();
    if (entry.contains("width") && entry.contains("height") && is_whole(entry["width"], 1, kLargestLabel) &&
        is_whole(entry["height"], 1, kLargestLabel)) {
      image.size = Size{entry["height"].get<int>(), entry["width"].get<int>()};
    }
    for (const auto& [name, value] : entry.items()) {
      if (value.is_primitive() && !value.is_null() && name != "file_name") {
        image.attributes.emplace(name, id_text(value));
      }
    }
  }

  void take_category(const json& entry) {
    const json* id = find(entry, "id");
    const json* name = find(entry, "name");
    if (id == nullptr || !is_whole(*id, 0, kLargestLabel) || name == nullptr || !name->is_string()) {
      return faults_.add("category " + entry.dump().substr(0, 60),
                         "a category has an 'id' of 0 and more, and a 'name'");
    }
    file_.categories.push_back({id->get<std::int64_t>(), name->get<std::string>()});
  }

  void take_annotation(const json& entry) {
    const json* image = find(entry, "image_id");
    const json* category = find(entry, "category_id");
    const json* id = find(entry, "id");
    CocoAnnotation annotation;
    annotation.id = id == nullptr ? "without an id" : id_text(*id);
    if (image == nullptr || category == nullptr || !is_whole(*category, 0, kLargestLabel)) {
      return fault(annotation, "", "an annotation has an 'image_id' and a 'category_id'");
    }
    annotation.image = id_text(*image);
    annotation.category = category->get<std::int64_t>();
    annotation.crowd = entry.value("iscrowd", json(0)) == 1;
    if (const json* area = find(entry, "area"); area != nullptr && area->is_number()) annotation.area = *area;
    if (!take_box(entry, annotation) || !take_keypoints(entry, annotation) || !take_shape(entry, annotation)) return;
    file_.annotations.push_back(std::move(annotation));
  }

  bool take_box(const json& entry, CocoAnnotation& annotation) {
    const json* box = find(entry, "bbox");
    if (spec_.boxes.empty() || box == nullptr || (box->is_array() && box->empty())) return true;
    const auto read = read_boxes(json::array({*box}), nullptr, spec_.boxes[0]);
    if (read) annotation.box = read->front().numbers;
    if (!read) fault(annotation, "bbox " + box->dump().substr(0, 40), "a bbox has four numbers: x, y, width, height");
    return read.has_value();
  }

  bool take_keypoints(const json& entry, CocoAnnotation& annotation) {
    if (spec_.keypoints.empty()) return true;
    const auto count = static_cast<std::size_t>(*spec_.keypoints[0].count);
    annotation.keypoints.assign(3 * count, 0.0);
    const json* points = find(entry, "keypoints");
    if (points == nullptr) return true;
    const auto read = read_keypoints(json::array({*points}), KeypointFormat::xyv, spec_.keypoints[0], 1);
    if (read) annotation.keypoints = read->front();
    if (!read) {
      fault(annotation, "keypoints that are not " + std::to_string(count) + " points of x, y and visibility",
            "target '" + spec_.keypoints[0].name + "' declares the points; the category lists their names");
    }
    return read.has_value();
  }

  bool take_shape(const json& entry, CocoAnnotation& annotation) {
    const json* shape = find(entry, "segmentation");
    if (spec_.masks.empty() || shape == nullptr) return true;
    auto read = shape->is_object() ? read_run_lengths(*shape) : read_polygons(*shape);
    if (!read) fault(annotation, "segmentation: " + read.error().message, read.error().hint);
    if (read) annotation.shape = *std::move(read);
    return annotation.shape.has_value();
  }

  static Expected<Segmentation> read_polygons(const json& value) {
    const std::string hint = "a segmentation is a list of polygons, each x0, y0, x1, y1, ..., or run lengths";
    if (!value.is_array()) return Error{"coco", "neither polygons nor run lengths", hint};
    Polygons polygons;
    for (const json& polygon : value) {
      const bool numbers = polygon.is_array() && std::all_of(polygon.begin(), polygon.end(),
                                                             [](const json& number) { return number.is_number(); });
      if (!numbers || polygon.size() % 2 != 0) return Error{"coco", "a polygon without pairs of numbers", hint};
      polygons.push_back(polygon.get<std::vector<double>>());
    }
    return Segmentation(std::move(polygons));
  }

  static Expected<Segmentation> read_run_lengths(const json& value) {
    const std::string hint = "run lengths have 'size': [height, width] and 'counts'";
    const json* size = find(value, "size");
    const json* counts = find(value, "counts");
    const bool sized = size != nullptr && size->is_array() && size->size() == 2 &&
                       is_whole((*size)[0], 1, kLargestLabel) && is_whole((*size)[1], 1, kLargestLabel);
    if (!sized || counts == nullptr) return Error{"coco", "run lengths without size or counts", hint};
    const Size frame{(*size)[0].get<int>(), (*size)[1].get<int>()};
    const auto wrapped = [](Expected<RunLengths> runs) -> Expected<Segmentation> {
      if (!runs) return runs.error();
      return Segmentation(*std::move(runs));
    };
    if (counts->is_string()) return wrapped(parse_run_lengths(counts->get_ref<const std::string&>(), frame));
    const bool whole = counts->is_array() && std::all_of(counts->begin(), counts->end(), [](const json& count) {
                         return is_whole(count, 0, kLargestLabel);
                       });
    if (!whole) return Error{"coco", "counts that are neither a list of whole numbers nor a text", hint};
    return wrapped(checked_run_lengths(counts->get<std::vector<std::uint32_t>>(), frame));
  }

  void fault(const CocoAnnotation& annotation, const std::string& what, const std::string& hint) {
    faults_.add("annotation " + annotation.id + (what.empty() ? "" : ", " + what), hint);
  }

  const Spec& spec_;
  EntryFaults& faults_;
  CocoFile file_;
};

/// The labels of one target, by category id.
using Labels = std::map<std::int64_t, std::int64_t>;

/// Gives the categories the ids that a target knows them by.
class LabelChooser {
 public:
  LabelChooser(const Spec& spec, std::vector<CocoCategory> categories, Listing& listing)
      : spec_(spec), categories_(std::move(categories)), listing_(listing) {
    std::ranges::stable_sort(categories_, {}, &CocoCategory::id);
  }

  Labels of_mask(std::size_t which) {
    const MaskTarget& target = spec_.masks[which];
    if (target.kind != MaskKind::label) return all_alike();
    if (!target.classes.empty()) return by_name(target.name, target.classes, true);
    if (!spec_.source.contiguous_ids && !categories_.empty() && categories_.front().id == 0) {
      report("rule", mask_pointer(spec_, which),
             "category 0, '" + categories_.front().name + "', would be the background of mask '" + target.name + "'",
             R"(write "category_ids": "contiguous" in the source, or declare the "classes" of the target)");
    }
    auto& classes = listing_.classes[target.name];
    if (!categories_.empty()) classes[0] = "background";
    return numbered(classes, 1);
  }

  Labels of_boxes() {
    if (spec_.boxes.empty()) return all_alike();
    const BoxesTarget& target = spec_.boxes[0];
    if (!target.classes.empty()) return by_name(target.name, target.classes, false);
    return numbered(listing_.classes[target.name], 0);
  }

 private:
  // Of targets that show every category alike.
  [[nodiscard]] Labels all_alike() const {
    Labels labels;
    for (const CocoCategory& category : categories_) labels[category.id] = 1;
    return labels;
  }

  Labels numbered(std::map<std::int64_t, std::string>& classes, std::int64_t first) const {
    Labels labels;
    for (const CocoCategory& category : categories_) {
      const std::int64_t label = spec_.source.contiguous_ids ? first++ : category.id;
      labels[category.id] = label;
      classes[label] = category.name;
    }
    return labels;
  }

  // Categories that the target does not declare stay out of it; a mask may declare a background that is none of them.
  Labels by_name(const std::string& target, const std::map<std::int64_t, std::string>& classes, bool has_background) {
    Labels labels;
    std::vector<std::string> names;
    for (const CocoCategory& category : categories_) names.push_back(category.name);
    for (const auto& [label, name] : classes) {
      const auto found = std::ranges::find(categories_, name, &CocoCategory::name);
      if (found != categories_.end()) {
        labels[found->id] = label;
      } else if (label != 0 || !has_background) {
        const auto near = nearest_name(name, names);
        report("unknown-class", "/targets/" + target + "/classes",
               "class '" + name + "' of target '" + target + "' is none of the file's categories",
               near ? "did you mean '" + *near + "'?" : "the categories: " + quoted_names(names, 2 * kNamesShown));
      }
    }
    return labels;
  }

  void report(std::string code, std::string pointer, std::string message, std::string hint) {
    listing_.diagnostics.push_back(
        source_error(spec_, std::move(code), std::move(pointer), std::move(message), std::move(hint)));
  }

  const Spec& spec_;
  std::vector<CocoCategory> categories_;
  Listing& listing_;
};

/// Turns the entries of a file into records.
class RecordMaker {
 public:
  RecordMaker(const Spec& spec, CocoFile file, EntryFaults& faults, Listing& listing)
      : spec_(spec), file_(std::move(file)), faults_(faults), listing_(listing) {
    LabelChooser chooser(spec, file_.categories, listing);
    for (std::size_t i = 0; i < spec.masks.size(); ++i) mask_labels_.push_back(chooser.of_mask(i));
    box_labels_ = chooser.of_boxes();
    for (const CocoCategory& category : file_.categories) known_categories_.insert(category.id);
  }

  std::vector<Candidate> make() {
    for (std::size_t i = 0; i < file_.images.size(); ++i) {
      if (index_.emplace(file_.images[i].id, i).second) continue;
      faults_.add("image " + file_.images[i].id + " is listed twice", "every image has an id of its own");
    }
    std::vector<std::vector<CocoAnnotation>> by_image(file_.images.size());
    for (CocoAnnotation& annotation : file_.annotations) {
      const auto image = index_.find(annotation.image);
      if (image == index_.end()) {
        faults_.add("annotation " + annotation.id + " of image " + annotation.image, "its image is not in 'images'");
      } else if (!known_categories_.contains(annotation.category)) {
        faults_.add("annotation " + annotation.id + " of category " + std::to_string(annotation.category),
                    "its category is not in 'categories'");
      } else {
        by_image[image->second].push_back(std::move(annotation));
      }
    }
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < by_image.size(); ++i) {
      if (by_image[i].empty()) ++listing_.report.unannotated;
      if (by_image[i].empty() && spec_.source.skip_unannotated) {
        ++listing_.report.skipped;
        continue;
      }
      candidates.push_back({make_record(file_.images[i], std::move(by_image[i])), 0});
    }
    return candidates;
  }

 private:
  Record make_record(CocoImage& image, std::vector<CocoAnnotation> entries) {
    Record record;
    record.key = without_extension(image.file);
    record.image = std::move(image.file);
    record.attributes = std::move(image.attributes);
    Annotations& annotations = record.annotations;
    annotations.size = image.size;
    annotations.boxes.resize(spec_.boxes.size());
    annotations.keypoints.resize(spec_.keypoints.size());
    std::int64_t instances = 0;
    for (CocoAnnotation& entry : entries) {
      const bool is_box = add_box(annotations, entry);
      const bool is_instance = spec_.boxes.empty() ? !entry.crowd : is_box;
      if (entry.crowd) ++listing_.report.crowds;
      if (is_instance) ++instances;
      if (entry.shape) add_segment(annotations, entry, is_instance ? std::optional(instances) : std::nullopt);
    }
    if (spec_.source.overlap == Overlap::largest_first) {
      std::ranges::stable_sort(annotations.segments, std::greater<>{}, &Segment::area);
    }
    return record;
  }

  // A crowd is no thing of its own, and a category that the target does not declare is none of its things.
  bool add_box(Annotations& annotations, const CocoAnnotation& entry) const {
    const auto label = box_labels_.find(entry.category);
    if (spec_.boxes.empty() || entry.crowd || !entry.box || label == box_labels_.end()) return false;
    annotations.boxes[0].push_back({*entry.box, label->second});
    if (!spec_.keypoints.empty()) annotations.keypoints[0].push_back(entry.keypoints);
    return true;
  }

  void add_segment(Annotations& annotations, CocoAnnotation& entry, std::optional<std::int64_t> instance) const {
    Segment segment{*std::move(entry.shape), entry.area, entry.crowd, {}};
    for (std::size_t i = 0; i < spec_.masks.size(); ++i) segment.values.push_back(value_in(i, entry, instance));
    annotations.segments.push_back(std::move(segment));
  }

  [[nodiscard]] std::optional<std::int64_t> value_in(std::size_t which, const CocoAnnotation& entry,
                                                     std::optional<std::int64_t> instance) const {
    const MaskTarget& target = spec_.masks[which];
    if (entry.crowd && target.ignore) return target.ignore;
    if (target.kind == MaskKind::instance) return instance;
    const auto label = mask_labels_[which].find(entry.category);
    return label == mask_labels_[which].end() ? std::nullopt : std::optional(label->second);
  }

  const Spec& spec_;
  CocoFile file_;
  EntryFaults& faults_;
  Listing& listing_;
  std::vector<Labels> mask_labels_;
  Labels box_labels_;
  std::set<std::int64_t> known_categories_;
  std::map<std::string, std::size_t> index_;
};

void check_paths(const Spec& spec, const std::vector<Candidate>& candidates, Listing& listing) {
  Examples examples;
  std::string hint;
  for (const Candidate& candidate : candidates) {
    const auto path = resolve_beneath(listing.root, candidate.record.image);
    if (path) continue;
    examples.add(path.error().message);
    hint = path.error().hint;
  }
  if (examples.count() == 0) return;
  listing.diagnostics.push_back(source_error(spec, "path", kFilePointer, examples.text(), hint));
}

}  // namespace

Listing list_coco(const Spec& spec) {
  Listing listing;
  listing.root = spec.source.root;
  if (auto problem = check_root(spec, listing.root)) listing.diagnostics.push_back(*std::move(problem));
  const auto bytes = open_file(spec.source.file);
  if (!bytes) {
    listing.diagnostics.push_back(source_error(spec, "coco", kFilePointer,
                                               "the file cannot be read: " + bytes.error().message,
                                               "source.file is relative to the pipeline file, also with --set"));
    return listing;
  }
  EntryFaults faults;
  const auto content = bytes->bytes();
  auto file = CocoReader(spec, faults).read({reinterpret_cast<const char*>(content.data()), content.size()});
  if (!file) {
    listing.diagnostics.push_back(
        source_error(spec, file.error().code, kFilePointer, file.error().message, file.error().hint));
    return listing;
  }
  std::vector<Candidate> candidates = RecordMaker(spec, *std::move(file), faults, listing).make();
  faults.finish(spec, listing.diagnostics);
  check_paths(spec, candidates, listing);
  if (candidates.empty() && !has_errors(listing.diagnostics)) {
    listing.diagnostics.push_back(source_error(spec, "no-records", kFilePointer, "the file lists no image", ""));
  }
  LayoutWords words;
  words.duplicate_pointer = kFilePointer;
  words.duplicate_hint = "the key is the file_name without its extension: give every image a path that differs in more";
  settle(listing, std::move(candidates), spec, words);
  return listing;
}

}  // namespace augshard
