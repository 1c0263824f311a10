#pragma once

#include <cstdint>

/// Linear interpolation of 8-bit pixels in integers with 14-bit fractions: every instruction set gives the same bytes.
/// Also compiled for AVX2, so its function is static: no other file may get that copy.
namespace augshard {

/// Bits of a fraction between two pixels.
inline constexpr int kFractionBits = 14;
inline constexpr std::int32_t kOne = 1 << kFractionBits;
// After the first pass 7 of the 14 fractional bits are kept: 15-bit intermediates suit 16-bit multiplications.
inline constexpr int kKeptBits = 7;

/// The pixels around a position, rounded to nearest. `weights_x` holds those of the left pixels in its low and of the
/// right ones in its high half, `weights_y` those of the upper and the lower ones; each pair sums to kOne.
static inline std::uint8_t blend(std::uint8_t p00, std::uint8_t p01, std::uint8_t p10, std::uint8_t p11,
                                 std::int32_t weights_x, std::int32_t weights_y) {
  const std::int32_t left = weights_x & 0xffff;
  const std::int32_t right = weights_x >> 16;
  constexpr std::int32_t kHalf = 1 << (kKeptBits - 1);
  const std::int32_t top = (p00 * left + p01 * right + kHalf) >> kKeptBits;
  const std::int32_t bottom = (p10 * left + p11 * right + kHalf) >> kKeptBits;
  constexpr int kShift = 2 * kFractionBits - kKeptBits;
  const std::int32_t sum = top * (weights_y & 0xffff) + bottom * (weights_y >> 16);
  return static_cast<std::uint8_t>((sum + (1 << (kShift - 1))) >> kShift);
}

}  // namespace augshard
