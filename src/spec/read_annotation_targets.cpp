#include "spec/read_annotation_targets.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "op/values.h"
#include "spec/forms.h"
#include "spec/read_labels.h"

namespace augshard {
namespace {

using nlohmann::json;

void read_points(const ObjectReader& in, KeypointsTarget& target, Diagnostics& diagnostics) {
  const json* value = in.find("points");
  if (value == nullptr) return;
  if (!value->is_array()) {
    if (const auto count = read_integer(*value, in.pointer_of("points"), kPointsRange, diagnostics)) {
      target.count = static_cast<int>(*count);
    }
    return;
  }
  target.names = read_strings(*value, in.pointer_of("points"), diagnostics).value_or(target.names);
  if (value->empty()) report(diagnostics, "empty", in.pointer_of("points"), "a set has at least one point");
  target.count = static_cast<int>(target.names.size());
}

void read_flip_pairs(const ObjectReader& in, KeypointsTarget& target, Diagnostics& diagnostics) {
  std::map<std::int64_t, std::string> names;
  for (std::size_t i = 0; i < target.names.size(); ++i) names[static_cast<std::int64_t>(i)] = target.names[i];
  for (const auto& [left, right] : read_swaps(in, "flip_pairs", names, "point", diagnostics)) {
    if (target.count && std::max(left, right) < *target.count) {
      target.flip_pairs.emplace_back(static_cast<int>(left), static_cast<int>(right));
    } else if (names.empty()) {
      report(diagnostics, "range", in.pointer_of("flip_pairs"),
             "point " + std::to_string(std::max(left, right)) + " is none of the points",
             "declare 'points': their names, or how many there are; they count from 0");
    }
  }
}

}  // namespace

std::optional<std::size_t> read_bound_boxes(const ObjectReader& in, const std::vector<BoxesTarget>& boxes,
                                            Diagnostics& diagnostics) {
  std::string name;
  in.set("boxes", name);
  if (name.empty()) return std::nullopt;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (boxes[i].name == name) return i;
    names.push_back(boxes[i].name);
  }
  const std::string near = did_you_mean(name, names);
  report(diagnostics, "unknown-target", in.pointer_of("boxes"), "the source has no boxes named " + in_quotes(name),
         names.empty()  ? "boxes are named in /source/boxes"
         : near.empty() ? "its boxes: " + joined(names)
                        : near);
  return std::nullopt;
}

BoxesTarget read_boxes_target(const json& value, const std::string& pointer, const std::string& name,
                              Diagnostics& diagnostics) {
  BoxesTarget target;
  target.name = name;
  const ObjectReader in(value, pointer, "a boxes target", boxes_target_form(), diagnostics);
  std::string kind;
  in.set("kind", kind);
  in.set_enum("from", target.from_ops, {false, true});
  target.classes = read_classes(in, diagnostics);
  target.flip_label_swap = read_swaps(in, "flip_label_swap", target.classes, "class", diagnostics);
  in.set("min_area_px", target.min_area_px);
  in.set("min_side_px", target.min_side_px);
  in.set("min_visibility", target.min_visibility);
  return target;
}

KeypointsTarget read_keypoints_target(const json& value, const std::string& pointer, const std::string& name,
                                      const std::vector<BoxesTarget>& boxes, Diagnostics& diagnostics) {
  KeypointsTarget target;
  target.name = name;
  const ObjectReader in(value, pointer, "a keypoints target", keypoints_target_form(), diagnostics);
  std::string kind;
  in.set("kind", kind);
  read_points(in, target, diagnostics);
  read_flip_pairs(in, target, diagnostics);
  target.boxes = read_bound_boxes(in, boxes, diagnostics);
  in.set_enum("convention", target.index_convention, {true, false});
  if (target.boxes && !target.count) {
    report(diagnostics, "rule", pointer, "a set of keypoints that goes with a box has a fixed number of points",
           R"(write "points": 17, or a list of their names)");
  }
  return target;
}

}  // namespace augshard
