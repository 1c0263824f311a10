#include "source/annotations.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/counted.h"
#include "base/nearest_name.h"
#include "codec/codec.h"
#include "source/names.h"

namespace augshard {
namespace {

using nlohmann::json;

// Coordinates written with two decimals, or as fractions in single precision, may miss the edge by as much.
constexpr double kTolerance = 0.01;

Error fault(const char* code, const std::string& what, std::string hint) { return {code, what, std::move(hint)}; }

bool is_numbers(const json& list) {
  return list.is_array() && std::all_of(list.begin(), list.end(), [](const json& v) { return v.is_number(); });
}

Expected<std::int64_t> read_label(const json& value, const BoxesTarget& target) {
  const std::string shown = value.dump(-1, ' ', false, json::error_handler_t::replace);
  if (value.is_number_integer() && value >= 0 && value <= 0x7fffffff) {
    const auto id = value.get<std::int64_t>();
    if (target.classes.empty() || target.classes.contains(id)) return id;
    return fault("boxes", "label " + shown + " is no class of target '" + target.name + "'",
                 R"(declare it, as {"7": "name"}, in "classes" of the target)");
  }
  if (!value.is_string()) {
    return fault("boxes", shown + " is not a label", "a label is a whole number from 0 on, or a class name");
  }
  std::vector<std::string> names;
  for (const auto& [id, name] : target.classes) {
    if (name == value.get_ref<const std::string&>()) return id;
    names.push_back(name);
  }
  const auto near = nearest_name(value.get<std::string>(), names);
  const std::string hint = names.empty() ? "declare \"classes\" of target '" + target.name + "'"
                           : near        ? "did you mean '" + *near + "'?"
                                         : "the classes: " + quoted_names(names);
  return fault("boxes", "no class is named " + shown, hint);
}

// A set as a flat list of numbers.
Expected<std::vector<double>> read_set(const json& set, std::size_t values, const std::string& place) {
  const std::string hint = "a point is a list of " + std::to_string(values) + " numbers";
  std::vector<double> numbers;
  if (!set.is_array()) return fault("keypoints", place + " is not a list", hint);
  if (is_numbers(set)) {
    if (set.size() % values == 0) return set.get<std::vector<double>>();
    return fault("keypoints", place + " has " + std::to_string(set.size()) + " numbers", hint);
  }
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (!is_numbers(set[i]) || set[i].size() != values) {
      return fault("keypoints", place + ", point " + std::to_string(i) + ": " + set[i].dump().substr(0, 40), hint);
    }
    for (const json& number : set[i]) numbers.push_back(number.get<double>());
  }
  return numbers;
}

class Placer {
 public:
  Placer(const Spec& spec, Size drawn_on, int orientation)
      : spec_(spec), drawn_on_(drawn_on), orientation_(orientation) {}

  Object place(const WrittenBox& written, BoxFormat format) {
    const Box box = box_of(written.numbers, format, drawn_on_);
    Object object;
    object.label = written.label;
    if (box.x0 < box.x1 && box.y0 < box.y1) object.outline = clipped(object_of(box, 0).outline, drawn_on_);
    if (object.outline.empty()) {
      ++placed_.empty_boxes;
    } else if (overshoots(box)) {
      ++placed_.cut_boxes;
    }
    for (Point& corner : object.outline) corner = turn_upright(corner, drawn_on_, orientation_);
    return object;
  }

  KeypointSet place(const std::vector<double>& numbers, KeypointNotation notation) {
    const std::size_t values = values_of(notation.format);
    KeypointSet set;
    for (std::size_t i = 0; i + values <= numbers.size(); i += values) {
      set.push_back(upright(keypoint_of(std::span(numbers).subspan(i, values), notation, drawn_on_)));
    }
    return set;
  }

  PlacedAnnotations take(const Annotations& annotations) {
    for (std::size_t i = 0; i < annotations.boxes.size(); ++i) {
      auto& objects = placed_.objects.emplace_back();
      for (const WrittenBox& box : annotations.boxes[i]) objects.push_back(place(box, spec_.source.boxes[i].format));
    }
    for (std::size_t i = 0; i < annotations.keypoints.size(); ++i) {
      const KeypointNotation notation{spec_.source.keypoints[i].format, spec_.keypoints[i].index_convention};
      auto& sets = placed_.keypoints.emplace_back();
      for (const auto& numbers : annotations.keypoints[i]) sets.push_back(place(numbers, notation));
    }
    placed_.objects.resize(spec_.boxes.size());  // those from ops are still to be made
    return std::move(placed_);
  }

 private:
  [[nodiscard]] bool overshoots(const Box& box) const {
    return box.x0 < -kTolerance || box.y0 < -kTolerance || box.x1 > drawn_on_.width + kTolerance ||
           box.y1 > drawn_on_.height + kTolerance;
  }

  Keypoint upright(const Keypoint& point) {
    if (point.visibility == Visibility::absent) return point;
    if (overshoots({point.x, point.y, point.x, point.y})) {
      ++placed_.outside_keypoints;
      return {0, 0, Visibility::absent};
    }
    const Point inside{std::clamp<double>(point.x, 0, drawn_on_.width),
                       std::clamp<double>(point.y, 0, drawn_on_.height)};
    const Point turned = turn_upright(inside, drawn_on_, orientation_);
    return {turned.x, turned.y, point.visibility};
  }

  const Spec& spec_;
  Size drawn_on_;
  int orientation_;
  PlacedAnnotations placed_;
};

}  // namespace

Expected<std::vector<WrittenBox>> read_boxes(const json& boxes, const json* labels, const BoxesTarget& target) {
  if (!boxes.is_array() || (!boxes.empty() && is_numbers(boxes))) {
    return fault("boxes", "the boxes are not a list of boxes", "write [[1, 2, 30, 40], ...]");
  }
  if (labels != nullptr && (!labels->is_array() || labels->size() != boxes.size())) {
    const std::string count = labels->is_array() ? counted(labels->size(), "label", "labels") : "no list of labels";
    return fault("boxes", count + " for " + counted(boxes.size(), "box", "boxes"), "give each box one label");
  }
  std::vector<WrittenBox> written;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (!is_numbers(boxes[i]) || boxes[i].size() != 4) {
      return fault("boxes", "box " + std::to_string(i) + " is " + boxes[i].dump().substr(0, 40),
                   "a box is a list of four numbers");
    }
    WrittenBox& box = written.emplace_back(WrittenBox{boxes[i].get<std::array<double, 4>>(), 0});
    if (labels == nullptr) continue;
    const auto label = read_label((*labels)[i], target);
    if (!label) return label.error();
    box.label = *label;
  }
  return written;
}

Expected<std::vector<std::vector<double>>> read_keypoints(const json& sets, KeypointFormat format,
                                                          const KeypointsTarget& target, std::size_t boxes) {
  const std::size_t values = values_of(format);
  std::vector<std::vector<double>> read;
  const auto add = [&](const json& set, const std::string& place) -> std::optional<Error> {
    auto numbers = read_set(set, values, place);
    if (!numbers) return numbers.error();
    const std::size_t points = numbers->size() / values;
    if (target.count && points != static_cast<std::size_t>(*target.count)) {
      return fault("keypoints", place + " has " + counted(points, "point", "points"),
                   "target '" + target.name + "' declares " + std::to_string(*target.count));
    }
    read.push_back(*std::move(numbers));
    return std::nullopt;
  };
  if (!target.boxes) {
    if (auto error = add(sets, "the set")) return *error;
    return read;
  }
  if (!sets.is_array() || sets.size() != boxes) {
    const std::string count =
        sets.is_array() ? counted(sets.size(), "set of points", "sets of points") : "no list of sets";
    return fault("keypoints", count + " for " + counted(boxes, "box", "boxes"), "give each box one set");
  }
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (auto error = add(sets[i], "set " + std::to_string(i))) return *error;
  }
  return read;
}

PlacedAnnotations place_annotations(const Annotations& annotations, const Spec& spec, Size drawn_on, int orientation) {
  return Placer(spec, drawn_on, orientation).take(annotations);
}

}  // namespace augshard
