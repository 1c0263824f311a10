#include "sink/npy/column.h"

#include <cstring>
#include <limits>
#include <type_traits>

#include "sink/values.h"

namespace augshard {
namespace {

using Bytes = std::span<const std::byte>;

template <class T>
T value_at(Bytes bytes, std::size_t i) {
  T value{};
  std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
  return value;
}

/// Value number i of a row, as double: every integer type fits into it.
double number_at(DType dtype, Bytes row, std::size_t i) {
  if (dtype == DType::float16) return value_of_half(value_at<std::uint16_t>(row, i));
  return visit_dtype(dtype, [&](auto zero) { return static_cast<double>(value_at<decltype(zero)>(row, i)); });
}

/// Writes a number as T; false where T does not hold it.
template <class T>
bool store(double number, T& value) {
  if constexpr (std::is_integral_v<T>) {
    const bool fits = number >= static_cast<double>(std::numeric_limits<T>::min()) &&
                      number <= static_cast<double>(std::numeric_limits<T>::max());
    if (!fits) return false;
  }
  value = static_cast<T>(number);
  return static_cast<double>(value) == number || number != number;
}

/// How values follow one another in a row: channels interleaved, or one plane after the other.
struct Layout {
  std::size_t area;
  std::size_t channels;
  bool channels_first;
  [[nodiscard]] std::size_t index(std::size_t pixel, std::size_t channel) const {
    return channels_first ? channel * area + pixel : pixel * channels + channel;
  }
};

/// The class whose channel is set, else the ignore id; nothing where there is no such id.
std::optional<double> id_of_pixel(const PixelColumn& column, const Field& field, const Layout& layout, Bytes row,
                                  std::size_t pixel) {
  for (std::size_t id = 0; id < layout.channels; ++id) {
    if (number_at(column.dtype, row, layout.index(pixel, id)) == 1) return static_cast<double>(id);
  }
  if (!field.ignore) return std::nullopt;
  return static_cast<double>(*field.ignore);
}

template <class T>
bool read_pixels(const PixelColumn& column, const Field& field, const Layout& layout, Bytes row, std::span<T> values) {
  const std::size_t channels = values.size() / layout.area;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t pixel = i / channels;
    const auto number = column.one_hot ? id_of_pixel(column, field, layout, row, pixel)
                                       : std::optional(number_at(column.dtype, row, layout.index(pixel, i % channels)));
    if (!number || !store(*number, values[i])) return false;
  }
  return true;
}

}  // namespace

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

std::optional<Image> decode_row(const PixelColumn& column, const Field& field, Size size,
                                std::span<const std::byte> row) {
  if (column.dtype == DType::float16 && !is_integer(field.dtype)) return std::nullopt;
  const int channels = field.channels.value_or(1);
  Image image(size, channels, field.dtype);
  if (image.empty()) return std::nullopt;
  if (column.dtype == field.dtype && !column.channels_first && !column.one_hot) {
    std::memcpy(image.bytes().data(), row.data(), row.size());
    return image;
  }
  const auto stored_channels = static_cast<std::size_t>(column.one_hot.value_or(channels));
  const Layout layout{image.value_count() / static_cast<std::size_t>(channels), stored_channels, column.channels_first};
  const bool whole = visit_dtype(
      field.dtype, [&](auto zero) { return read_pixels(column, field, layout, row, image.values<decltype(zero)>()); });
  return whole ? std::optional(std::move(image)) : std::nullopt;
}

}  // namespace augshard
