#pragma once

#include <array>
#include <cstddef>

#include "ops/kernels/pixel.h"
#include "sample/image.h"

namespace augshard {

/// A run of RGB pixels as three planes of floats in the image's own units, short enough for the first cache. All loops
/// run over the full planes, whatever the number of pixels in them: constant counts make the best vector code.
struct RgbBlock {
  static constexpr std::size_t kPixels = 512;
  using Plane = std::array<float, kPixels>;
  alignas(64) Plane red{};
  alignas(64) Plane green{};
  alignas(64) Plane blue{};

  /// Reads `count` <= kPixels interleaved pixels. T: uint8, uint16, float.
  template <class T>
  void load(const T* pixels, std::size_t count);
  /// Writes them back, integers rounded (halves to even) and clipped.
  template <class T>
  void store(T* pixels, std::size_t count);

 private:
  template <class T>
  static void load_loop(RgbBlock& block, const T* pixels, std::size_t count);
  template <class T>
  static void store_loop(RgbBlock& block, T* pixels, std::size_t count);

  alignas(64) std::array<float, 3 * kPixels> interleaved_{};
};

/// Calls `function(block, count)` for all pixels of a three-channel image, and writes back what it leaves there.
template <class Function>
void transform_rgb(Image& image, Function function) {
  RgbBlock block;
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const auto values = image.values<T>();
    for (std::size_t first = 0; first < values.size(); first += 3 * RgbBlock::kPixels) {
      const std::size_t count = std::min(RgbBlock::kPixels, (values.size() - first) / 3);
      block.load(&values[first], count);
      function(block, count);
      block.store(&values[first], count);
    }
  });
}

/// The same for looking only.
template <class Function>
void visit_rgb(const Image& image, Function function) {
  RgbBlock block;
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const auto values = image.values<T>();
    for (std::size_t first = 0; first < values.size(); first += 3 * RgbBlock::kPixels) {
      const std::size_t count = std::min(RgbBlock::kPixels, (values.size() - first) / 3);
      block.load(&values[first], count);
      function(block, count);
    }
  });
}

}  // namespace augshard
