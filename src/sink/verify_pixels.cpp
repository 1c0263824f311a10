#include "sink/verify_pixels.h"

#include <algorithm>
#include <string>

#include "codec/codec.h"
#include "sink/verify_values.h"

namespace augshard {
namespace {

// Ops may make an image larger than the decoder takes from a source. Where the field knows the size, a header that
// says another ends before anything is allocated.
constexpr DecodeLimits kLimits{std::uint64_t{1} << 28U, std::uint64_t{1} << 31U};

std::string quoted(const Field& field) { return "'" + field.name + "'"; }

Error not_decoded(const Field& field, const Error& error) {
  return {"decode", quoted(field) + " cannot be decoded: " + error.message, ""};
}

bool is_format(Encoding encoding, Format format) {
  if (encoding == Encoding::jpeg_or_png) return format == Format::jpeg || format == Format::png;
  return format == (encoding == Encoding::jpeg ? Format::jpeg : Format::png);
}

/// Extents whose product with the size of a value is exactly the number of bytes; nothing where they are not.
std::optional<WrittenShape> raw_shape(const Field& field, std::size_t bytes, std::optional<WrittenShape> shape) {
  if (!shape && !field.size) return std::nullopt;
  if (!shape) shape = WrittenShape{field.size->height, field.size->width, field.channels.value_or(0)};
  std::uint64_t rest = bytes / size_of(field.dtype);
  if (rest * size_of(field.dtype) != bytes) return std::nullopt;
  for (std::int64_t& extent : *shape) {
    // With one channel count unknown, what is left over is the channels.
    const bool is_unknown = extent == 0 && &extent == &shape->back() && !field.channels;
    if (is_unknown) extent = static_cast<std::int64_t>(rest);
    if (extent < 1 || static_cast<std::uint64_t>(extent) > rest || rest % static_cast<std::uint64_t>(extent) != 0) {
      return std::nullopt;
    }
    rest /= static_cast<std::uint64_t>(extent);
  }
  const bool fits = rest == 1 && std::all_of(shape->begin(), shape->end(), [](auto e) { return e <= (1 << 30); });
  return fits ? shape : std::nullopt;
}

std::string text_of(const WrittenShape& shape) {
  return std::to_string(shape[0]) + "x" + std::to_string(shape[1]) + "x" + std::to_string(shape[2]);
}

Expected<Image> decode_raw(const Field& field, std::span<const std::byte> bytes,
                           const std::optional<WrittenShape>& written) {
  const auto shape = raw_shape(field, bytes.size(), written);
  if (!shape) {
    const std::string wanted = written ? text_of(*written) + " " + std::string(name_of(field.dtype))
                                       : shape_text(field.size, field.channels, field.dtype);
    return Error{"shape",
                 quoted(field) + " has " + std::to_string(bytes.size()) + " raw bytes, which are not " + wanted, ""};
  }
  const auto [height, width, channels] = *shape;
  const Size size{static_cast<int>(height), static_cast<int>(width)};
  if (auto wrong = check_shape(field, size, static_cast<int>(channels), field.dtype)) return *wrong;
  Image image(size, static_cast<int>(channels), field.dtype);
  std::copy(bytes.begin(), bytes.end(), image.bytes().begin());
  return image;
}

/// As ids: a mask is read without any of the conversions that its source went through.
Expected<Image> decode_ids(const Field& field, std::span<const std::byte> bytes, const Header& header) {
  MaskTarget as_stored;
  as_stored.name = field.name;
  return decode_mask(bytes, header, as_stored);
}

}  // namespace

std::optional<Error> check_shape(const Field& field, Size size, int channels, DType dtype) {
  const bool same =
      (!field.size || *field.size == size) && field.channels.value_or(channels) == channels && field.dtype == dtype;
  if (same) return std::nullopt;
  return Error{"shape",
               quoted(field) + " is " + shape_text(size, channels, dtype) + " instead of " +
                   shape_text(field.size, field.channels, field.dtype),
               ""};
}

Expected<Image> decode_field(const Field& field, Encoding encoding, std::span<const std::byte> bytes,
                             const std::optional<WrittenShape>& shape) {
  if (encoding == Encoding::raw) return decode_raw(field, bytes, shape);
  const auto header = read_header(bytes, kLimits);
  if (!header) return not_decoded(field, header.error());
  if (!is_format(encoding, header->format)) {
    return Error{"shape",
                 quoted(field) + " is a " + std::string(name_of(header->format)) + ", and the pipeline says " +
                     std::string(name_of(encoding)),
                 ""};
  }
  if (auto wrong = check_shape(field, header->size, header->channels, header->dtype)) return *wrong;
  auto image = field.is_image ? decode_image(bytes, *header) : decode_ids(field, bytes, *header);
  if (!image) return not_decoded(field, image.error());
  if (auto wrong = check_shape(field, image->size(), image->channels(), image->dtype())) return *wrong;
  return image;
}

}  // namespace augshard
