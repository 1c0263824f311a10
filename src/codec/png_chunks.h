#pragma once

#include <vector>

#include "base/expected.h"
#include "codec/codec.h"
#include "codec/stored.h"

namespace augshard {

/// Colour types of IHDR.
enum class PngColor : std::uint8_t { gray = 0, rgb = 2, palette = 3, gray_alpha = 4, rgba = 6 };

/// A PNG file taken apart. The spans point into the file.
struct PngChunks {
  Size size;
  int bits = 8;  ///< a channel
  PngColor color = PngColor::gray;
  bool interlaced = false;
  std::span<const std::byte> palette;
  std::span<const std::byte> transparency;
  std::span<const std::byte> exif;
  std::vector<std::span<const std::byte>> data;  ///< IDAT, in order

  [[nodiscard]] int stored_channels() const;
  /// Bytes of a row of `width` pixels, without its filter byte.
  [[nodiscard]] std::size_t row_bytes(int width) const;
};

/// Takes `file` apart from its signature to IEND. Checksums of all chunks are verified, those of IDAT only
/// `with_data`: a damaged type can make a chunk look like one to skip. Error "decode".
Expected<PngChunks> scan_png(std::span<const std::byte> file, bool with_data);

/// What the chunks say of the pixels, with `values` still empty.
StoredPixels describe_pixels(const PngChunks& chunks);

}  // namespace augshard
