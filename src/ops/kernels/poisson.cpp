#include "ops/kernels/poisson.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "base/exact_math.h"

namespace augshard {
namespace {

// 1 / k for k = 1 .. 64: a division would take most of the time.
constexpr auto kInverses = [] {
  std::array<double, 65> inverses{};
  for (std::size_t k = 1; k < inverses.size(); ++k) inverses[k] = 1 / static_cast<double>(k);
  return inverses;
}();

}  // namespace

Poisson::Poisson(double mean) : mean_(mean > 0 ? mean : 0) {
  if (mean_ <= kMostExact) {
    start_ = exact::exp(-mean_);
  } else {
    start_ = std::sqrt(mean_);
    slope_ = 1 / (72 * start_);
  }
}

double Poisson::count_by_sums(std::uint32_t word) const {
  const double u = (word + 0.5) * 0x1p-32;
  double probability = start_;
  double below = probability;
  std::size_t count = 0;
  // The tail beyond 64 is below 1e-24, so the loop ends by itself; the bound is for sums that rounding keeps below 1.
  while (below < u && count < 64) {
    ++count;
    probability *= mean_ * kInverses[count];
    below += probability;
  }
  return static_cast<double>(count);
}

}  // namespace augshard
