#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "sink/sink.h"

namespace augshard {

/// How the pixels of a field stand in an Example. `jpeg_or_png` is the default for 8-bit images whose channels vary:
/// JPEG for gray and RGB, PNG for the others.
enum class Encoding : std::uint8_t { jpeg, png, raw, jpeg_or_png };
std::string_view name_of(Encoding encoding);  ///< "jpeg", "png", "raw", "jpeg or png"

struct FieldEncoding {
  Encoding encoding = Encoding::raw;
  int quality = 95;
};

/// What the pipeline says for a field, else the default of its kind, type and channels.
FieldEncoding encoding_of(const OutputSpec& spec, const Field& field);

/// True where a raw Tensor of TFDS needs its shape beside it: more than one dimension varies.
bool needs_shape(const Field& field);

/// Pixels as they stand in an Example. `bytes` views `owned` or the image itself.
struct EncodedPixels {
  std::vector<std::byte> owned;
  std::span<const std::byte> bytes;
  std::string_view format;  ///< "jpeg", "png", "raw"
};

/// Encodes an image or mask in the field's type. Errors "mask-id", "encoding" as of Sink::encode().
Expected<EncodedPixels> encode_pixels(const Field& field, const FieldEncoding& how, const Image& image);

}  // namespace augshard
