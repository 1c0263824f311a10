#include "base/exact_math.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

using namespace augshard;

TEST_CASE("sin and cos agree with the C library to 4e-16") {
  double worst = 0;
  for (int i = -20000; i <= 20000; ++i) {
    const double x = i * 0.00731;
    worst = std::max({worst, std::fabs(exact::sin(x) - std::sin(x)), std::fabs(exact::cos(x) - std::cos(x))});
  }
  CHECK(worst < 4e-16);
}

TEST_CASE("exp, log and pow agree with the C library") {
  double worst_exp = 0;
  double worst_log = 0;
  double worst_pow = 0;
  for (int i = 1; i <= 20000; ++i) {
    const double x = i * 0.0137;
    worst_exp = std::max(worst_exp, std::fabs(exact::exp(-x) / std::exp(-x) - 1));
    const double scale = std::max(1.0, std::fabs(std::log(x)));
    worst_log = std::max(worst_log, std::fabs(exact::log(x) - std::log(x)) / scale);
    worst_pow = std::max(worst_pow, std::fabs(exact::pow(x, 2.2) / std::pow(x, 2.2) - 1));
  }
  CHECK(worst_exp < 1e-15);
  CHECK(worst_log < 4e-16);
  CHECK(worst_pow < 1e-13);
  CHECK(exact::exp(-800.0) == 0.0);
  CHECK(std::isinf(exact::exp(800.0)));
  CHECK(exact::pow(0.0, 2.5) == 0.0);
  CHECK(exact::pow(7.0, 0.0) == 1.0);
}

TEST_CASE("the bits are pinned, so that no compiler or CPU changes them unseen") {
  CHECK(std::bit_cast<std::uint64_t>(exact::sin(0.5)) == std::bit_cast<std::uint64_t>(0x1.eaee8744b05fp-2));
  CHECK(exact::cos(0.0) == 1.0);
  CHECK(exact::log(1.0) == 0.0);
  CHECK(exact::exp(0.0) == 1.0);
}
