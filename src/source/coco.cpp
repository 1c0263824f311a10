#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "base/files.h"
#include "base/nearest_name.h"
#include "source/coco_file.h"
#include "source/layout.h"
#include "source/names.h"

namespace augshard {

namespace {

constexpr const char* kFilePointer = "/source/file";

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
    if (spec_.source.boxes.empty()) return all_alike();
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
    annotations.boxes.resize(spec_.source.boxes.size());
    annotations.keypoints.resize(spec_.keypoints.size());
    std::int64_t instances = 0;
    for (CocoAnnotation& entry : entries) {
      const bool is_box = add_box(annotations, entry);
      const bool is_instance = spec_.source.boxes.empty() ? !entry.crowd : is_box;
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
    if (spec_.source.boxes.empty() || entry.crowd || !entry.box || label == box_labels_.end()) return false;
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
  auto file = read_coco_file({reinterpret_cast<const char*>(content.data()), content.size()}, spec, faults);
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
