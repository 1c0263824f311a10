#pragma once

#include <webp/encode.h>

#include <cstdint>

#include "codec/files.h"

namespace augshard::test {

/// WebP by the library's simple encoders: 8-bit RGB, and RGBA without loss.
inline Bytes lossless_webp(const Image& image) {
  std::uint8_t* out = nullptr;
  const auto encode = image.channels() == 4 ? WebPEncodeLosslessRGBA : WebPEncodeLosslessRGB;
  const std::size_t size = encode(image.values<std::uint8_t>().data(), image.width(), image.height(),
                                  static_cast<int>(image.row_values()), &out);
  Bytes bytes(size);
  std::memcpy(bytes.data(), out, size);
  WebPFree(out);
  return bytes;
}

inline Bytes lossy_webp(const Image& image) {
  std::uint8_t* out = nullptr;
  const std::size_t size = WebPEncodeRGB(image.values<std::uint8_t>().data(), image.width(), image.height(),
                                         static_cast<int>(image.row_values()), 90, &out);
  Bytes bytes(size);
  std::memcpy(bytes.data(), out, size);
  WebPFree(out);
  return bytes;
}

}  // namespace augshard::test
