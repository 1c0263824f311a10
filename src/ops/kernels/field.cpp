#include "ops/kernels/field.h"

#include <bit>
#include <cstdint>

namespace augshard {

std::vector<double> positions_across(int count) {
  std::vector<double> positions(static_cast<std::size_t>(count));
  if (count == 1) return positions;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    positions[i] = static_cast<double>(2 * static_cast<int>(i) - (count - 1)) / (count - 1);
  }
  return positions;
}

// x = k ln 2 + r with |r| <= ln 2 / 2; e^r by its Taylor polynomial, 2^k by the bits of the exponent. All of it is
// vector code.
void exp_in_place(std::span<float> values) {
  constexpr float kShift = 12582912.0F;  // 1.5 * 2^23: the sum's low bits are a whole number
  constexpr float kLog2E = 1.44269504F;
  constexpr float kLn2High = 0.693359375F;  // short enough for k times it to be exact
  constexpr float kLn2Low = -2.12194440e-4F;
  for (float& value : values) {
    const float shifted = value * kLog2E + kShift;
    const float k = shifted - kShift;
    const float r = (value - k * kLn2High) - k * kLn2Low;
    const float power =
        1 + r * (1 + r * (1.0F / 2 + r * (1.0F / 6 + r * (1.0F / 24 + r * (1.0F / 120 + r * (1.0F / 720))))));
    const auto exponent = std::bit_cast<std::int32_t>(shifted) - std::bit_cast<std::int32_t>(kShift) + 127;
    value = power * std::bit_cast<float>(exponent << 23);
  }
}

}  // namespace augshard
