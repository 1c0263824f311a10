#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <type_traits>

#include "sample/image.h"

namespace augshard {

/// Calls `function` with a value of the image's C++ type: uint8_t{}, uint16_t{} or float{}. No other type reaches a
/// pixels op.
template <class Function>
decltype(auto) visit_pixel_type(DType dtype, Function&& function) {
  switch (dtype) {
    case DType::uint8: return function(std::uint8_t{});
    case DType::uint16: return function(std::uint16_t{});
    case DType::float32: return function(float{});
    case DType::int32:
    case DType::float16: break;
  }
  throw std::logic_error("a pixels op takes uint8, uint16 and float32 images only");
}

/// A computed value as a pixel: rounded (halves to even) and clipped to an integer type, as it is for float.
template <class T>
T to_pixel(float value) {
  if constexpr (std::is_floating_point_v<T>) {
    return value;
  } else {
    // 1.5 * 2^23 leaves no room for a fraction, so the addition rounds and the low bits of the sum are the whole
    // number. The bits of positive floats are ordered as they are, so clipping them clips any value. All of it is
    // vector code.
    constexpr float kShift = 12582912.0F;
    constexpr auto kZero = std::bit_cast<std::int32_t>(kShift);
    const auto bits = std::bit_cast<std::int32_t>(value + kShift);
    return static_cast<T>(std::clamp(bits, kZero, kZero + std::int32_t{std::numeric_limits<T>::max()}) - kZero);
  }
}

/// The value that stands for 1.0 in parameters given as a fraction of the range; range_of() by type.
template <class T>
inline constexpr double kRange = std::is_floating_point_v<T> ? 1.0 : static_cast<double>(std::numeric_limits<T>::max());

/// A fraction of the range as a pixel: rounded (halves to even) and clipped for integers, as it is for float.
template <class T>
T from_fraction(double fraction) {
  if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(fraction);
  } else {
    return static_cast<T>(std::nearbyint(std::clamp(fraction * kRange<T>, 0.0, kRange<T>)));
  }
}

}  // namespace augshard
