#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "ops/kernels/pixel.h"
#include "sample/image.h"

namespace augshard {

/// Multiplies all channels of each pixel by a factor of its place: `fill(y, factors)` writes the factors of
/// row y, one a pixel.
template <class Fill>
void multiply_by_field(Image& image, Fill fill) {
  const auto channels = static_cast<std::size_t>(image.channels());
  std::vector<float> factors(static_cast<std::size_t>(image.width()));
  std::vector<float> spread(image.row_values());
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    for (int y = 0; y < image.height(); ++y) {
      fill(y, std::span<float>(factors));
      for (std::size_t c = 0; c < channels; ++c) {
        for (std::size_t x = 0; x < factors.size(); ++x) spread[channels * x + c] = factors[x];
      }
      T* const values = image.row<T>(y);
      for (std::size_t i = 0; i < spread.size(); ++i) {
        values[i] = to_pixel<T>(static_cast<float>(values[i]) * spread[i]);
      }
    }
  });
}

/// The position of each of `count` pixel centres in -1..1, the first at -1 and the last at 1; a single one at 0.
std::vector<double> positions_across(int count);

/// Replaces each x by e^x: relative error below 1e-6, the same on every CPU. |x| <= 80.
void exp_in_place(std::span<float> values);

}  // namespace augshard
