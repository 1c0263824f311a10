#include "source/coco_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/counted.h"
#include "base/json_nesting.h"
#include "source/annotations.h"
#include "source/layout.h"

namespace augshard {

using nlohmann::json;

namespace {

constexpr std::int64_t kLargestNumber = 0x7fffffff;

/// Ids are whole numbers as a rule, but texts in some files.
std::string id_text(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

bool is_whole(const json& value, std::int64_t least, std::int64_t most) {
  return value.is_number_integer() && value >= least && value <= most;
}

const json* find(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

class CocoReader {
 public:
  CocoReader(const Spec& spec, EntryFaults& faults) : spec_(spec), faults_(faults) {}

  Expected<CocoFile> read(std::string_view text) {
    std::string section;
    const auto visit = [&](int depth, json::parse_event_t event, json& parsed) {
      if (depth == 1 && event == json::parse_event_t::key) section = parsed.get<std::string>();
      if (depth != 2 || event != json::parse_event_t::object_end) return true;
      take(section, parsed);
      return false;
    };
    if (nests_too_deep(text))
      return Error{"coco", "values of the file nest too deep", "no entry of COCO has many levels"};
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
    if (entry.contains("width") && entry.contains("height") && is_whole(entry["width"], 1, kLargestNumber) &&
        is_whole(entry["height"], 1, kLargestNumber)) {
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
    if (id == nullptr || !is_whole(*id, 0, kLargestNumber) || name == nullptr || !name->is_string()) {
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
    if (image == nullptr || category == nullptr || !is_whole(*category, 0, kLargestNumber)) {
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
    if (spec_.source.boxes.empty() || box == nullptr || (box->is_array() && box->empty())) return true;
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
                       is_whole((*size)[0], 1, kLargestNumber) && is_whole((*size)[1], 1, kLargestNumber);
    if (!sized || counts == nullptr) return Error{"coco", "run lengths without size or counts", hint};
    const Size frame{(*size)[0].get<int>(), (*size)[1].get<int>()};
    const auto wrapped = [](Expected<RunLengths> runs) -> Expected<Segmentation> {
      if (!runs) return runs.error();
      return Segmentation(*std::move(runs));
    };
    if (counts->is_string()) return wrapped(parse_run_lengths(counts->get_ref<const std::string&>(), frame));
    const bool whole = counts->is_array() && std::all_of(counts->begin(), counts->end(), [](const json& count) {
                         return is_whole(count, 0, kLargestNumber);
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

}  // namespace

void EntryFaults::finish(const Spec& spec, Diagnostics& diagnostics) const {
  for (const auto& [hint, examples] : faults_) {
    diagnostics.push_back(source_error(
        spec, "coco", "/source/file",
        counted(examples.count(), "entry cannot be used: ", "entries cannot be used: ") + examples.text(), hint));
  }
}

Expected<CocoFile> read_coco_file(std::string_view text, const Spec& spec, EntryFaults& faults) {
  return CocoReader(spec, faults).read(text);
}

}  // namespace augshard
