#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "op/draw.h"

namespace augshard {

/// What the automatic policies choose from: AutoAugment (Cubuk et al. 2019), RandAugment (Cubuk et al. 2020),
/// TrivialAugment (Mueller and Hutter 2021) and AugMix (Hendrycks et al. 2020).
enum class PolicyMember : std::uint8_t {
  identity,
  shear_x,
  shear_y,
  translate_x,
  translate_y,
  rotate,
  brightness,
  color,
  contrast,
  sharpness,
  posterize,
  solarize,
  auto_contrast,
  equalize,
  invert
};

/// A member as a pipeline has it, with one of `strengths`, drawn with equal weights. These are: of a shear its tangent;
/// of a translation a fraction of the side; of rotate degrees; of brightness, color, contrast and sharpness the
/// distance of the factor from 1; all of them take either sign. Of posterize the bits kept, of solarize the threshold
/// as a fraction of the range. The other members have none.
std::string policy_op(PolicyMember member, std::span<const double> strengths, double p = 1);

/// Magnitudes of AutoAugment and AugMix, and of RandAugment and TrivialAugment as torchvision has them.
constexpr int kTenMagnitudes = 10;
constexpr int kFineMagnitudes = 31;

/// `count` values at equal distances from `first` to `last`, both included.
std::vector<double> evenly(double first, double last, int count);
/// Bits kept at `count` magnitudes: from `most` down to `least`, rounded (half to even).
std::vector<double> bits_kept(int most, int least, int count);

/// "[a, b, c]"
std::string op_list(const std::vector<std::string>& ops);

/// The number as JSON, so that it reads back as the same double.
std::string json_number(double value);
/// What is drawn as JSON: a number, or "[low, high]".
std::string json_range(const IntDraw& draw);

}  // namespace augshard
