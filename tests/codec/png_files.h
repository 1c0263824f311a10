#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "codec/files.h"

namespace augshard::test {

/// A PNG written by hand, so that tests can make what no writer would: zlib compresses, nothing else is shared with the
/// code under test.
struct PngFile {
  std::uint32_t width = 1;
  std::uint32_t height = 1;
  std::uint8_t bits = 8;
  std::uint8_t color = 0;
  std::uint8_t interlaced = 0;
  std::vector<std::pair<std::string, std::string>> before_data{};  ///< chunks: type, body
  std::string rows{};                                              ///< filter bytes and samples, not compressed
  std::vector<std::pair<std::string, std::string>> after_data{};
};

inline std::string big32(std::uint32_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xFFU);
  return text;
}

inline std::string chunk(const std::string& type, const std::string& body) {
  const std::string checked = type + body;
  const auto crc = crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size()));
  return big32(static_cast<std::uint32_t>(body.size())) + checked + big32(static_cast<std::uint32_t>(crc));
}

inline std::string deflated(const std::string& raw) {
  uLongf size = compressBound(static_cast<uLong>(raw.size()));
  std::string out(size, '\0');
  REQUIRE(compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(raw.data()),
                   static_cast<uLong>(raw.size())) == Z_OK);
  out.resize(size);
  return out;
}

inline Bytes as_bytes(const std::string& text) {
  Bytes bytes(text.size());
  if (!text.empty()) std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

inline const std::string kPngSignature("\x89PNG\r\n\x1A\n", 8);

inline std::string png_header(const PngFile& file) {
  return chunk("IHDR", big32(file.width) + big32(file.height) + static_cast<char>(file.bits) +
                           static_cast<char>(file.color) + std::string(2, '\0') + static_cast<char>(file.interlaced));
}

/// `stream` is the compressed data as it shall stand in IDAT.
inline Bytes png_with_stream(const PngFile& file, const std::string& stream) {
  std::string text = kPngSignature + png_header(file);
  for (const auto& [type, body] : file.before_data) text += chunk(type, body);
  text += chunk("IDAT", stream);
  for (const auto& [type, body] : file.after_data) text += chunk(type, body);
  return as_bytes(text + chunk("IEND", ""));
}

inline Bytes png_bytes(const PngFile& file) { return png_with_stream(file, deflated(file.rows)); }

}  // namespace augshard::test
