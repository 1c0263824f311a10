#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "codec/codec.h"

namespace augshard::test {

using Bytes = std::vector<std::byte>;

/// The folder of real data beside the project; empty, with a message, where it is absent.
inline std::filesystem::path data_folder() {
  const std::filesystem::path folder = std::filesystem::path(AUGSHARD_SOURCE_DIR).parent_path() / "shared" / "data";
  if (std::filesystem::is_directory(folder)) return folder;
  MESSAGE("skipped: no real data at " << folder.string());
  return {};
}

inline Bytes read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), path.string());
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  Bytes bytes(text.size());
  if (!text.empty()) std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

/// Files below `folder` whose extension is one of `extensions` (".png"), sorted; none where the folder is empty.
inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                                   const std::vector<std::string>& extensions) {
  std::vector<std::filesystem::path> files;
  if (folder.empty()) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    if (std::find(extensions.begin(), extensions.end(), extension) != extensions.end()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline Header header_of(std::span<const std::byte> file) {
  const Expected<Header> header = read_header(file);
  REQUIRE_MESSAGE(header.has_value(), header.error().message);
  return *header;
}

inline Image image_of(std::span<const std::byte> file) {
  Expected<Image> image = decode_image(file, header_of(file));
  REQUIRE_MESSAGE(image.has_value(), image.error().message);
  return *std::move(image);
}

/// The code of the error that stands between `file` and its pixels; empty when there is none.
inline std::string refusal(std::span<const std::byte> file) {
  const Expected<Header> header = read_header(file);
  if (!header) return header.error().code;
  const Expected<Image> image = decode_image(file, *header);
  return image ? "" : image.error().code;
}

inline bool same_pixels(const Image& a, const Image& b) {
  return a.size() == b.size() && a.channels() == b.channels() && a.dtype() == b.dtype() &&
         std::equal(a.bytes().begin(), a.bytes().end(), b.bytes().begin());
}

template <class T>
Image make_image(Size size, int channels, DType dtype, const std::vector<T>& values) {
  Image image(size, channels, dtype);
  REQUIRE(image.value_count() == values.size());
  std::copy(values.begin(), values.end(), image.values<T>().begin());
  return image;
}

template <class T>
std::vector<T> values_of(const Image& image) {
  return {image.values<T>().begin(), image.values<T>().end()};
}

/// Something between a gradient and noise, different in every channel; the same on every machine.
template <class T>
Image textured(Size size, int channels, DType dtype) {
  Image image(size, channels, dtype);
  std::uint32_t state = 12345;
  std::size_t i = 0;
  for (T& value : image.values<T>()) {
    state = state * 1664525U + 1013904223U;
    const std::size_t x = i / static_cast<std::size_t>(channels) % static_cast<std::size_t>(size.width);
    value = static_cast<T>(x * 3 + i % static_cast<std::size_t>(channels) * 50 + (state >> 27U));
    ++i;
  }
  return image;
}

/// Of two 8-bit images, in levels.
inline double mean_difference(const Image& a, const Image& b) {
  REQUIRE(a.value_count() == b.value_count());
  double sum = 0;
  for (std::size_t i = 0; i < a.value_count(); ++i) {
    sum += std::abs(a.values<std::uint8_t>()[i] - b.values<std::uint8_t>()[i]);
  }
  return sum / static_cast<double>(a.value_count());
}

}  // namespace augshard::test
