#include "sink/annotations.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace augshard {
namespace {

Box within(const Box& box, Size frame) {
  const double width = frame.width;
  const double height = frame.height;
  return {std::clamp(box.x0, 0.0, width), std::clamp(box.y0, 0.0, height), std::clamp(box.x1, 0.0, width),
          std::clamp(box.y1, 0.0, height)};
}

std::size_t wanted_sets(const Dataset& dataset, const KeypointsField& field, const Example& example) {
  if (!field.boxes) return 1;
  const auto bound = std::find_if(dataset.boxes.begin(), dataset.boxes.end(),
                                  [&](const BoxesField& boxes) { return boxes.name == *field.boxes; });
  if (bound == dataset.boxes.end()) throw std::logic_error("there are no boxes \"" + *field.boxes + "\"");
  return example.boxes.at(static_cast<std::size_t>(bound - dataset.boxes.begin())).boxes.size();
}

// A set too many or a point too few would shift all that follows.
void check_sets(const Dataset& dataset, const KeypointsField& field, const Example& example,
                const std::vector<KeypointSet>& sets) {
  const std::size_t wanted = wanted_sets(dataset, field, example);
  if (sets.size() != wanted) {
    throw std::logic_error("\"" + field.name + "\" has " + std::to_string(sets.size()) + " sets of keypoints where " +
                           std::to_string(wanted) + " belong");
  }
  if (!field.count) return;
  for (const KeypointSet& set : sets) {
    if (set.size() == static_cast<std::size_t>(*field.count)) continue;
    throw std::logic_error("\"" + field.name + "\" has a set of " + std::to_string(set.size()) + " points, not of " +
                           std::to_string(*field.count));
  }
}

}  // namespace

BoxFormat box_format_of(const OutputSpec& spec, const BoxesField& field, BoxFormat usual) {
  const auto entry = spec.fields.find(field.name);
  return entry == spec.fields.end() ? usual : entry->second.box_format.value_or(usual);
}

KeypointNotation notation_of(const OutputSpec& spec, const KeypointsField& field) {
  KeypointNotation notation{KeypointFormat::xyv, field.index_convention};
  const auto entry = spec.fields.find(field.name);
  if (entry != spec.fields.end()) notation.format = entry->second.keypoint_format.value_or(notation.format);
  return notation;
}

std::vector<double> numbers_of(const ExampleBoxes& boxes, BoxFormat format, Size frame) {
  std::vector<double> numbers;
  for (const LabeledBox& labeled : boxes.boxes) {
    const auto four = numbers_of(within(labeled.box, frame), format, frame);
    numbers.insert(numbers.end(), four.begin(), four.end());
  }
  return numbers;
}

std::vector<std::int64_t> labels_of(const ExampleBoxes& boxes) {
  std::vector<std::int64_t> labels;
  for (const LabeledBox& labeled : boxes.boxes) labels.push_back(labeled.label);
  return labels;
}

std::vector<double> keypoint_numbers(const Dataset& dataset, std::size_t field, const Example& example,
                                     KeypointNotation notation) {
  const auto& sets = example.keypoints.at(field);
  check_sets(dataset, dataset.keypoints[field], example, sets);
  std::vector<double> numbers;
  for (const KeypointSet& set : sets) {
    for (const Keypoint& point : set) append_numbers(point, notation, example.pixels.front()->size(), numbers);
  }
  return numbers;
}

}  // namespace augshard
