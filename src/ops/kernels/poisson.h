#pragma once

#include <cstdint>

#include "ops/kernels/noise.h"

namespace augshard {

/// A Poisson distribution, ready to be drawn from.
class Poisson {
 public:
  /// Means up to here are exact, to the 2^-32 of a uniform number; larger ones are approximated.
  static constexpr double kMostExact = 12;

  explicit Poisson(double mean);

  /// The count that a uniform number, word / 2^32, falls on: the inverse of the distribution function, summed up term
  /// by term, or, beyond kMostExact, its Cornish-Fisher expansion to the third order in the deviation's inverse at the
  /// normal number of the word's high half. 0 for a mean that is not above 0.
  [[nodiscard]] double count(std::uint32_t word, const NormalNumber& normal) const {
    if (mean_ <= kMostExact) return count_by_sums(word);
    return count_by_expansion(static_cast<double>(normal(static_cast<std::uint16_t>(word >> 16))));
  }

 private:
  [[nodiscard]] double count_by_sums(std::uint32_t word) const;
  // mean + d z + (z^2 - 1) / 6 + (z - z^3) / (72 d), d the deviation, to the nearest whole number.
  [[nodiscard]] double count_by_expansion(double z) const {
    const double x = mean_ - 1.0 / 6 + z * (start_ + slope_ + z * (1.0 / 6 - z * slope_));
    return static_cast<double>(static_cast<std::int64_t>(x + 0.5));
  }

  double mean_;
  double start_ = 1;  ///< probability of 0, or the deviation of a large mean
  double slope_ = 0;  ///< 1 / (72 deviation) of a large mean
};

}  // namespace augshard
