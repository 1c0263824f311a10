#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "sink/sink.h"

namespace augshard {

/// "0a 1b2c" as bytes.
inline std::vector<std::byte> from_hex(std::string_view text) {
  std::vector<std::byte> bytes;
  int high = -1;
  for (const char c : text) {
    if (c == ' ' || c == '\n') continue;
    const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
    if (high < 0) {
      high = digit;
    } else {
      bytes.push_back(static_cast<std::byte>(high * 16 + digit));
      high = -1;
    }
  }
  return bytes;
}

inline std::string to_hex(std::span<const std::byte> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::byte b : bytes) {
    text += kDigits[std::to_integer<std::size_t>(b) >> 4U];
    text += kDigits[std::to_integer<std::size_t>(b) & 15U];
  }
  return text;
}

inline std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

inline std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline std::vector<std::byte> file_bytes(const std::filesystem::path& path) {
  const auto file = open_file(path);
  if (!file) return {};
  const auto bytes = file->bytes();
  return {bytes.begin(), bytes.end()};
}

/// An image whose values count up from `first`.
template <class T>
Image counting(Size size, int channels, DType dtype, int first = 0) {
  Image image(size, channels, dtype);
  int value = first;
  for (T& v : image.values<T>()) v = static_cast<T>(value++);
  return image;
}

}  // namespace augshard
