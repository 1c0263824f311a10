#include "sink/tfrecord/annotations.h"

#include <algorithm>

#include "codec/codec.h"
#include "sink/annotations.h"

namespace augshard {
namespace {

FloatList floats_of(const std::vector<double>& numbers) {
  FloatList floats;
  floats.reserve(numbers.size());
  for (const double number : numbers) floats.push_back(static_cast<float>(number));
  return floats;
}

/// Each fourth number from `first` on.
FloatList column_of(const std::vector<double>& numbers, std::size_t first) {
  FloatList column;
  for (std::size_t i = first; i < numbers.size(); i += 4) column.push_back(static_cast<float>(numbers[i]));
  return column;
}

/// The name of each box's class; empty where its label has none.
BytesList class_names(const BoxesField& field, const ExampleBoxes& boxes) {
  BytesList names;
  for (const LabeledBox& labeled : boxes.boxes) {
    const auto name = field.classes.find(labeled.label);
    names.push_back(ExampleBuilder::view_of(name == field.classes.end() ? std::string_view() : name->second));
  }
  return names;
}

/// 1 where the mask has the id, of a stacked one either channel, else 0.
Image pixels_with_id(const Image& mask, std::int64_t id) {
  Image found(mask.size(), 1, DType::uint8);
  const auto channels = static_cast<std::ptrdiff_t>(mask.channels());
  visit_dtype(mask.dtype(), [&](auto type) {
    auto ids = mask.values<decltype(type)>().begin();
    for (std::uint8_t& pixel : found.values<std::uint8_t>()) {
      const auto is_it = [id](auto value) { return static_cast<std::int64_t>(value) == id; };
      pixel = static_cast<std::uint8_t>(std::any_of(ids, ids + channels, is_it) ? 1 : 0);
      ids += channels;
    }
  });
  return found;
}

BytesList masks_of_boxes(ExampleBuilder& builder, const Image& mask, std::size_t boxes) {
  BytesList masks;
  for (std::size_t i = 1; i <= boxes; ++i) {
    masks.push_back(builder.keep(encode_png(pixels_with_id(mask, static_cast<std::int64_t>(i)))));
  }
  return masks;
}

}  // namespace

void add_tfds_annotations(ExampleBuilder& builder, const OutputSpec& spec, const Dataset& dataset,
                          const Example& example) {
  const Size frame = example.pixels.front()->size();
  for (std::size_t i = 0; i < dataset.boxes.size(); ++i) {
    const BoxesField& field = dataset.boxes[i];
    const ExampleBoxes& boxes = example.boxes.at(i);
    const BoxFormat format = box_format_of(spec, field, kTfdsBoxFormat);
    builder.floats(field.name + "/bbox", floats_of(numbers_of(boxes, format, frame)));
    builder.integers(field.name + "/label", labels_of(boxes));
  }
  for (std::size_t i = 0; i < dataset.keypoints.size(); ++i) {
    const KeypointsField& field = dataset.keypoints[i];
    builder.floats(field.name, floats_of(keypoint_numbers(dataset, i, example, notation_of(spec, field))));
  }
}

std::optional<std::size_t> mask_of_first_boxes(const Dataset& dataset) {
  if (dataset.boxes.empty()) return std::nullopt;
  const auto mask = std::find_if(dataset.fields.begin(), dataset.fields.end(),
                                 [&](const Field& field) { return field.boxes == dataset.boxes.front().name; });
  if (mask == dataset.fields.end()) return std::nullopt;
  return static_cast<std::size_t>(mask - dataset.fields.begin());
}

void add_detection_boxes(ExampleBuilder& builder, const Dataset& dataset, const Example& example) {
  if (dataset.boxes.empty()) return;
  const ExampleBoxes& boxes = example.boxes.at(0);
  const auto numbers = numbers_of(boxes, BoxFormat::rel_xyxy, example.pixels.front()->size());
  builder.floats("image/object/bbox/xmin", column_of(numbers, 0));
  builder.floats("image/object/bbox/ymin", column_of(numbers, 1));
  builder.floats("image/object/bbox/xmax", column_of(numbers, 2));
  builder.floats("image/object/bbox/ymax", column_of(numbers, 3));
  builder.integers("image/object/class/label", labels_of(boxes));
  builder.list("image/object/class/text", class_names(dataset.boxes.front(), boxes));
  if (const auto mask = mask_of_first_boxes(dataset)) {
    builder.list("image/object/mask", masks_of_boxes(builder, *example.pixels[*mask], boxes.boxes.size()));
  }
}

}  // namespace augshard
