#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("iso_noise: both 0 are the identity; a gray image has no noise of colour") {
  CHECK(is_identity(R"({"op": "iso_noise", "intensity": 0, "color": 0})"));
  const Image gray = pattern({30, 31}, 1, DType::uint8);
  CHECK(same(applied(R"({"op": "iso_noise", "intensity": 0, "color": 0.5})", gray), gray));
}

TEST_CASE("iso_noise: grain is the same in all channels, strongest in black, none in white") {
  const double count = 200.0 * 200;
  for (const double level : {0.0, 0.25, 0.8}) {
    const Image noisy =
        applied(R"({"op": "iso_noise", "intensity": 0.1, "color": 0})", flat_image({200, 200}, 3, level));
    const auto v = noisy.values<float>();
    bool alike = true;
    for (std::size_t i = 0; i < v.size(); i += 3) alike = alike && v[i] == v[i + 1] && v[i] == v[i + 2];
    CHECK(alike);
    const double deviation = 0.1 * (1 - level);
    CHECK(std::fabs(mean_of(noisy) - level) < 6 * deviation / std::sqrt(count));
    CHECK(std::sqrt(variance_of(noisy, level)) == doctest::Approx(deviation).epsilon(6 / std::sqrt(2 * count)));
  }
  const Image white = flat_image<std::uint8_t>({20, 20}, 3, 1);
  CHECK(same(applied(R"({"op": "iso_noise", "intensity": 1, "color": 0})", white), white));
}

TEST_CASE("iso_noise: grain follows the gray value of Rec. 601") {
  Image green = flat_image({200, 200}, 3, 0);
  for (std::size_t i = 1; i < green.value_count(); i += 3) green.values<float>()[i] = 1;
  const Image noisy = applied(R"({"op": "iso_noise", "intensity": 0.1, "color": 0})", green);
  double sum = 0;
  for (std::size_t i = 0; i < noisy.value_count(); i += 3)
    sum += std::pow(static_cast<double>(noisy.values<float>()[i]), 2);
  CHECK(std::sqrt(sum / 40000) == doctest::Approx(0.1 * (1 - 0.587)).epsilon(6 / std::sqrt(80000.0)));
}

TEST_CASE("iso_noise: colour moves the channels against each other and not their mean") {
  const Image noisy = applied(R"({"op": "iso_noise", "intensity": 0, "color": 0.1})", flat_image({200, 200}, 3, 0.5));
  const auto v = noisy.values<float>();
  double drift = 0;
  for (std::size_t i = 0; i < v.size(); i += 3) {
    drift = std::max(drift, std::fabs(static_cast<double>(v[i] + v[i + 1] + v[i + 2]) - 1.5));
  }
  CHECK(drift < 1e-6);
  // Each channel's distance from the mean of three has the variance 2/3.
  CHECK(variance_of(noisy, 0.5) == doctest::Approx(0.01 * 2 / 3).epsilon(0.03));
}

TEST_CASE("iso_noise: the same in every type") {
  CHECK(same_in_every_type(R"({"op": "iso_noise", "intensity": 0.1, "color": 0.05})"));
}
