#include "sink/npy/column.h"

#include "sink/values.h"

namespace augshard {

PixelColumn column_of(const OutputSpec& spec, const Field& field) {
  const auto entry = spec.fields.find(field.name);
  if (entry == spec.fields.end()) return {field.dtype, false, std::nullopt};
  const FieldSpec& chosen = entry->second;
  const DType usual = chosen.one_hot ? DType::uint8 : field.dtype;
  return {chosen.dtype.value_or(usual), chosen.channels_first, chosen.one_hot};
}

std::vector<std::int64_t> row_shape(const PixelColumn& column, const Field& field, Size size) {
  const int channels = column.one_hot.value_or(field.channels.value_or(1));
  if (!field.is_image && !column.one_hot && channels == 1) return {size.height, size.width};
  if (column.channels_first) return {channels, size.height, size.width};
  return {size.height, size.width, channels};
}

Expected<std::vector<std::byte>> encode_row(const PixelColumn& column, const Field& field, const Image& image) {
  auto values =
      column.one_hot ? one_hot(image, *column.one_hot, field.ignore, column.dtype) : cast_values(image, column.dtype);
  if (!values || !column.channels_first) return values;
  const int channels = column.one_hot.value_or(image.channels());
  return channels_first(*values, image.size(), channels, size_of(column.dtype));
}

}  // namespace augshard
