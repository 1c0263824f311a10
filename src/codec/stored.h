#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "codec/codec.h"

namespace augshard {

/// Pixels as a file stores them, before they become an image or ids.
struct StoredPixels {
  using Rgba = std::array<std::uint8_t, 4>;

  Image values;                ///< gray below 8 bits and palette indices are not scaled
  int bits = 8;                ///< stored depth of one value
  std::vector<Rgba> palette;   ///< not empty: `values` are indices into it
  bool palette_alpha = false;  ///< the palette has transparency
  /// The gray value (three times) or RGB value that stands for "transparent", in stored depth.
  std::optional<std::array<std::uint16_t, 3>> transparent;
  bool zero_is_white = false;
};

/// Decodes any of the formats. Error "decode".
Expected<StoredPixels> decode_stored(std::span<const std::byte> file, const Header& header);

/// The image that `stored` stands for, as decode_image() gives it.
/// Error "decode" for an index beyond the palette.
Expected<Image> to_image(StoredPixels stored, Format format);

/// One row of CMYK, 8 bits a channel, to RGB. `inverted`: 255 stands for no ink, as Adobe's programs write JPEG.
void cmyk_to_rgb(const std::uint8_t* cmyk, std::uint8_t* rgb, int width, bool inverted);

}  // namespace augshard
