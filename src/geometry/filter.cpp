#include "geometry/filter.h"

#include <cmath>
#include <numbers>

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

Taps taps_at(Interpolation interpolation, double position) {
  const Interpolation kernel = interpolation == Interpolation::area ? Interpolation::linear : interpolation;
  const auto radius = static_cast<int>(kernel_radius(kernel));
  const double centre = position - 0.5;
  const double base = std::floor(centre);
  const double fraction = centre - base;
  Taps taps;
  taps.count = 2 * radius;
  taps.first = static_cast<int>(base) - radius + 1;
  std::array<double, Taps::kMost> weights{};
  double sum = 0;
  for (int k = 0; k < taps.count; ++k) {
    const auto i = static_cast<std::size_t>(k);
    weights[i] = kernel_value(kernel, fraction + radius - 1 - k);
    sum += weights[i];
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(taps.count); ++i) {
    taps.weights[i] = static_cast<float>(weights[i] / sum);
  }
  return taps;
}

}  // namespace augshard
