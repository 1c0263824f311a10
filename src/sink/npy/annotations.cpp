#include "sink/npy/annotations.h"

#include <span>
#include <string>

#include "sink/annotations.h"

namespace augshard {
namespace {

bool is_double(const OutputSpec& spec, const std::string& field) {
  const auto entry = spec.fields.find(field);
  return entry != spec.fields.end() && entry->second.float64;
}

NpyType type_of(const OutputSpec& spec, const std::string& field) {
  return is_double(spec, field) ? kNpyFloat64 : npy_type(DType::float32);
}

/// The name of a format says what its numbers are; whether they are fractions does not change that.
std::string part_name(KeypointFormat format) { return values_of(format) == 3 ? ".xyv" : ".xy"; }

bool is_ragged(const KeypointsField& field) { return field.boxes || !field.count; }

/// Shape of one row: a set of points, or one point where their number varies.
std::vector<std::int64_t> row_shape(const KeypointsField& field, KeypointFormat format) {
  const auto values = static_cast<std::int64_t>(values_of(format));
  if (field.count) return {*field.count, values};
  return {values};
}

std::int64_t rows_of(const KeypointsField& field, const std::vector<KeypointSet>& sets) {
  const std::size_t rows = field.boxes ? sets.size() : sets.front().size();
  return static_cast<std::int64_t>(rows);
}

template <class T>
std::vector<std::byte> bytes_of(const std::vector<T>& values) {
  const auto bytes = std::as_bytes(std::span(values));
  return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> bytes_of(const OutputSpec& spec, const std::string& field, const std::vector<double>& numbers) {
  if (is_double(spec, field)) return bytes_of(numbers);
  std::vector<float> floats;
  floats.reserve(numbers.size());
  for (const double number : numbers) floats.push_back(static_cast<float>(number));
  return bytes_of(floats);
}

std::vector<std::byte> bytes_of(std::int64_t value) { return bytes_of(std::vector{value}); }

}  // namespace

std::vector<Column> annotation_columns(const OutputSpec& spec, const Dataset& dataset) {
  std::vector<Column> columns;
  for (const auto& field : dataset.boxes) {
    columns.push_back({field.name + ".bbox", ColumnKind::rows, type_of(spec, field.name), {4}});
    columns.push_back({field.name + ".label", ColumnKind::rows, kNpyInt64});
    columns.push_back({field.name + ".offsets", ColumnKind::offset});
  }
  for (const auto& field : dataset.keypoints) {
    const KeypointFormat format = notation_of(spec, field).format;
    columns.push_back({field.name + part_name(format), is_ragged(field) ? ColumnKind::rows : ColumnKind::row,
                       type_of(spec, field.name), row_shape(field, format)});
    if (is_ragged(field)) columns.push_back({field.name + ".offsets", ColumnKind::offset});
  }
  return columns;
}

void append_annotation_parts(const OutputSpec& spec, const Dataset& dataset, const Example& example,
                             std::vector<std::vector<std::byte>>& parts) {
  for (std::size_t i = 0; i < dataset.boxes.size(); ++i) {
    const BoxesField& field = dataset.boxes[i];
    const ExampleBoxes& boxes = example.boxes.at(i);
    const BoxFormat format = box_format_of(spec, field, BoxFormat::xyxy);
    parts.push_back(bytes_of(spec, field.name, numbers_of(boxes, format, example.pixels.front()->size())));
    parts.push_back(bytes_of(labels_of(boxes)));
    parts.push_back(bytes_of(static_cast<std::int64_t>(boxes.boxes.size())));
  }
  for (std::size_t i = 0; i < dataset.keypoints.size(); ++i) {
    const KeypointsField& field = dataset.keypoints[i];
    parts.push_back(bytes_of(spec, field.name, keypoint_numbers(dataset, i, example, notation_of(spec, field))));
    if (is_ragged(field)) parts.push_back(bytes_of(rows_of(field, example.keypoints[i])));
  }
}

}  // namespace augshard
