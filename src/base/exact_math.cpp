#include "base/exact_math.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace augshard::exact {
namespace {

// pi/2 in three parts; the first two have so many trailing zeros that k * part is exact for |k| < 2^20 (Cody and
// Waite).
constexpr double kHalfPi1 = 0x1.921fb544p+0;
constexpr double kHalfPi2 = 0x1.0b4611a6p-34;
constexpr double kHalfPi3 = 0x1.3198a2e037073p-69;
// ln 2, split in the same way.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;

template <std::size_t N>
double horner(double x, const std::array<double, N>& coefficients) {
  double sum = coefficients[N - 1];
  for (std::size_t i = N - 1; i > 0; --i) sum = sum * x + coefficients[i - 1];
  return sum;
}

// Taylor series on |x| <= pi/4: the first term left out is below 2e-19.
double sin_kernel(double x) {
  constexpr std::array<double, 8> kC{-1.0 / 6,
                                     1.0 / 120,
                                     -1.0 / 5040,
                                     1.0 / 362880,
                                     -1.0 / 39916800.,
                                     1.0 / 6227020800.0,
                                     -1.0 / 1307674368000.0,
                                     1.0 / 355687428096000.0};
  const double z = x * x;
  return x + x * z * horner(z, kC);
}

double cos_kernel(double x) {
  constexpr std::array<double, 8> kC{1.0 / 24,
                                     -1.0 / 720,
                                     1.0 / 40320,
                                     -1.0 / 3628800,
                                     1.0 / 479001600.0,
                                     -1.0 / 87178291200.0,
                                     1.0 / 20922789888000.0,
                                     -1.0 / 6402373705728000.0};
  const double z = x * x;
  return 1.0 - (0.5 * z - z * z * horner(z, kC));
}

struct Reduced {
  double x;
  unsigned quadrant;
};

Reduced reduce(double radians) {
  const double k = std::floor(radians * (2 / std::numbers::pi) + 0.5);
  const double x = ((radians - k * kHalfPi1) - k * kHalfPi2) - k * kHalfPi3;
  return {x, static_cast<unsigned>(static_cast<std::int64_t>(k) & 3)};
}

}  // namespace

double sin(double radians) {
  const auto [x, quadrant] = reduce(radians);
  const double value = quadrant % 2 == 0 ? sin_kernel(x) : cos_kernel(x);
  return quadrant < 2 ? value : -value;
}

double cos(double radians) {
  const auto [x, quadrant] = reduce(radians);
  const double value = quadrant % 2 == 0 ? cos_kernel(x) : sin_kernel(x);
  return quadrant == 0 || quadrant == 3 ? value : -value;
}

double tan(double radians) { return sin(radians) / cos(radians); }

double exp(double x) {
  if (x > 709.78) return std::numeric_limits<double>::infinity();
  if (x < -745.13) return 0;
  const double k = std::floor(x * std::numbers::log2e + 0.5);
  const double r = (x - k * kLn2High) - k * kLn2Low;
  // Taylor series on |r| <= 0.347, to r^14 / 14!.
  double sum = 1;
  for (int i = 14; i >= 1; --i) sum = 1 + sum * r / i;
  // In two factors, since 2^k alone leaves the range of doubles at the ends.
  const auto half = static_cast<int>(k) / 2;
  return std::ldexp(std::ldexp(sum, half), static_cast<int>(k) - half);
}

double log(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < std::numbers::sqrt2 / 2) {
    mantissa *= 2;
    --exponent;
  }
  // log m = 2 artanh s with s = (m - 1) / (m + 1), |s| <= 0.1716; the series to s^23.
  const double s = (mantissa - 1) / (mantissa + 1);
  const double z = s * s;
  double sum = 0;
  for (int i = 23; i >= 3; i -= 2) sum = (sum + 1.0 / i) * z;
  return exponent * kLn2High + (2 * s + (2 * s * sum + exponent * kLn2Low));
}

double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (x == 0) return 0;
  if (y == 1) return x;
  return exp(y * log(x));
}

double radians(double degrees) { return degrees * (std::numbers::pi / 180); }

}  // namespace augshard::exact
