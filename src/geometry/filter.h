#pragma once

#include <array>
#include <span>

#include "geometry/sampling.h"

namespace augshard {

/// Half width of an interpolation kernel in source pixels: linear 1, cubic 2, lanczos4 4, area 0.5.
double kernel_radius(Interpolation interpolation);

/// The kernel at distance `t` from its centre: linear (triangle), cubic with a = -0.75 (Keys 1981), Lanczos with a = 4,
/// area (box). Not normalised.
double kernel_value(Interpolation interpolation, double t);

/// Scales weights so that they sum to 1. Not all may be 0.
void normalise(std::span<double> weights);

/// Tilts normalised weights of taps that stand `offset`, offset + 1, ... from the centre so that their mean lies on it:
/// a ramp comes out as a ramp, not shifted. A kernel stretched for averaging, taken at whole pixels, is off by up to
/// 0.1 px.
void tilt_to_centre(std::span<double> weights, double offset);

/// Weights of the taps around a position: taps are first .. first + count - 1, and the weights sum to 1.
struct Taps {
  static constexpr int kMost = 8;
  int first = 0;
  int count = 0;
  std::array<float, kMost> weights{};
};

/// Taps of linear (2), cubic (4) or lanczos4 (8) at a position in edge coordinates. area counts as linear.
Taps taps_at(Interpolation interpolation, double position);

}  // namespace augshard
