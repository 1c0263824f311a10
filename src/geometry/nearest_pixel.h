#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace augshard {

/// A weighted sum as a pixel: the nearest whole value of the type's range from 0 on, halves up; floats stay as they
/// are.
template <class T>
T nearest_pixel(float value) {
  if constexpr (std::is_floating_point_v<T>) {
    return value;
  } else {
    using Wide = std::conditional_t<(sizeof(T) < sizeof(int)), int, std::int64_t>;
    constexpr auto kMost = static_cast<float>(std::numeric_limits<T>::max());
    return static_cast<T>(static_cast<Wide>(std::min(std::max(value, 0.0F), kMost) + 0.5F));
  }
}

}  // namespace augshard
