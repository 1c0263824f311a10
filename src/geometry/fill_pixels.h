#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <vector>

#include "geometry/resample.h"

namespace augshard {

/// A fill as values of a pixel type: one number, or one a channel, rounded half up as sampled values are.
template <class T>
std::vector<T> fill_values(const std::vector<double>& fill, int channels) {
  std::vector<T> values(static_cast<std::size_t>(channels));
  for (std::size_t c = 0; c < values.size(); ++c) {
    const double value = fill[std::min(c, fill.size() - 1)];
    if constexpr (std::is_floating_point_v<T>) {
      values[c] = static_cast<T>(value);
    } else {
      constexpr auto kLeast = static_cast<double>(std::numeric_limits<T>::lowest());
      constexpr auto kMost = static_cast<double>(std::numeric_limits<T>::max());
      values[c] = static_cast<T>(std::clamp(std::floor(value + 0.5), kLeast, kMost));
    }
  }
  return values;
}

/// The fills of a chain as pixels of one image type, ready to be copied: the source's, then one a stage.
class FillPixels {
 public:
  FillPixels(const TargetSampling& sampling, const Image& like);
  /// `row` and `column`: areas of an Axis, Axis::kInside for the source's own outside. The stage nearer the output
  /// wins.
  [[nodiscard]] const std::vector<std::byte>& at(int row, int column) const;

 private:
  std::vector<std::byte> source_;
  std::vector<std::vector<std::byte>> areas_;
};

}  // namespace augshard
