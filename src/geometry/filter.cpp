#include "geometry/filter.h"

#include <cmath>
#include <numbers>
#include <numeric>

#include "base/exact_math.h"

namespace augshard {
namespace {

double cubic(double t) {
  constexpr double kA = -0.75;
  if (t <= 1) return ((kA + 2) * t - (kA + 3)) * t * t + 1;
  if (t < 2) return ((kA * t - 5 * kA) * t + 8 * kA) * t - 4 * kA;
  return 0;
}

double lanczos4(double t) {
  if (t >= 4) return 0;
  if (t < 1e-8) return 1;
  if (t == std::floor(t)) return 0;  // the sine of a rounded pi is not
  const double x = std::numbers::pi * t;
  return 4 * exact::sin(x) * exact::sin(x / 4) / (x * x);
}

}  // namespace

double kernel_radius(Interpolation interpolation) {
  switch (interpolation) {
    case Interpolation::cubic: return 2;
    case Interpolation::lanczos4: return 4;
    case Interpolation::area: return 0.5;
    default: return 1;
  }
}

double kernel_value(Interpolation interpolation, double t) {
  t = std::fabs(t);
  switch (interpolation) {
    case Interpolation::cubic: return cubic(t);
    case Interpolation::lanczos4: return lanczos4(t);
    case Interpolation::area: return t <= 0.5 ? 1 : 0;
    default: return t < 1 ? 1 - t : 0;
  }
}

void normalise(std::span<double> weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights) weight /= sum;
}

void tilt_to_centre(std::span<double> weights, double offset) {
  double shift = 0;
  double magnitude = 0;
  double middle = 0;
  double spread = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double distance = offset + static_cast<double>(i);
    const double size = std::fabs(weights[i]);
    shift += weights[i] * distance;
    magnitude += size;
    middle += size * distance;
    spread += size * distance * distance;
  }
  middle /= magnitude;
  spread = spread / magnitude - middle * middle;
  if (spread <= 0) return;
  // Magnitudes, since kernels with negative lobes have next to no spread of their own.
  const double tilt = shift / (magnitude * spread);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] -= tilt * std::fabs(weights[i]) * (offset + static_cast<double>(i) - middle);
  }
}

Taps taps_at(Interpolation interpolation, double position) {
  const Interpolation kernel = interpolation == Interpolation::area ? Interpolation::linear : interpolation;
  const auto radius = static_cast<int>(kernel_radius(kernel));
  const double centre = position - 0.5;
  const double base = std::floor(centre);
  const double fraction = centre - base;
  Taps taps;
  taps.count = 2 * radius;
  taps.first = static_cast<int>(base) - radius + 1;
  const double offset = 1 - radius - fraction;
  std::array<double, Taps::kMost> weights{};
  const std::span<double> used = std::span(weights).first(static_cast<std::size_t>(taps.count));
  for (std::size_t i = 0; i < used.size(); ++i) used[i] = kernel_value(kernel, offset + static_cast<double>(i));
  normalise(used);
  for (std::size_t i = 0; i < used.size(); ++i) taps.weights[i] = static_cast<float>(used[i]);
  return taps;
}

}  // namespace augshard
