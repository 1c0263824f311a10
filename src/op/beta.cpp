#include "op/beta.h"

#include <cmath>
#include <initializer_list>
#include <numbers>

#include "base/exact_math.h"

namespace augshard {
namespace {

// Stirling's series for x of 10 and more; smaller ones are brought there by gamma(x + 1) = x gamma(x).
double log_gamma(double x) {
  double product = 1;
  for (; x < 10; ++x) product *= x;
  const double inverse = 1 / (x * x);
  const double series = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / x;
  return (x - 0.5) * exact::log(x) - x + 0.5 * exact::log(2 * std::numbers::pi) + series - exact::log(product);
}

// The continued fraction of the incomplete beta function with equal parameters (DLMF 8.17.22) by Lentz's method; fast
// for x up to 1/2.
double continued_fraction(double alpha, double x) {
  constexpr double kTiny = 1e-300;
  constexpr int kMostTerms = 10000;
  const auto away_from_zero = [](double value) { return std::fabs(value) < kTiny ? kTiny : value; };
  double c = 1;
  double d = 1 / away_from_zero(1 - 2 * alpha * x / (alpha + 1));
  double result = d;
  for (int m = 1; m < kMostTerms; ++m) {
    const double even = m * (alpha - m) * x / ((alpha + 2 * m - 1) * (alpha + 2 * m));
    const double odd = -(alpha + m) * (2 * alpha + m) * x / ((alpha + 2 * m) * (alpha + 2 * m + 1));
    double change = 1;
    for (const double term : {even, odd}) {
      d = 1 / away_from_zero(1 + term * d);
      c = away_from_zero(1 + term / c);
      change = c * d;
      result *= change;
    }
    if (std::fabs(change - 1) < 1e-15) break;
  }
  return result;
}

// Share of the distribution below x, for x in (0, 1/2].
double share_below(double alpha, double x) {
  const double log_beta = 2 * log_gamma(alpha) - log_gamma(2 * alpha);
  const double front = exact::exp(alpha * (exact::log(x) + exact::log(1 - x)) - log_beta);
  return front * continued_fraction(alpha, x) / alpha;
}

}  // namespace

double beta_quantile(double alpha, double u) {
  if (u > 0.5) return 1 - beta_quantile(alpha, 1 - u);
  double low = 0;
  double high = 0.5;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (share_below(alpha, middle) < u ? low : high) = middle;
  }
  return high;
}

}  // namespace augshard
