#include "ops/kernels/noise.h"
#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("multiplicative_noise: std 0 is the identity, black stays black") {
  CHECK(is_identity(R"({"op": "multiplicative_noise", "std": 0})"));
  const Image black = flat_image<std::uint8_t>({9, 9}, 3, 0);
  CHECK(same(applied(R"({"op": "multiplicative_noise", "std": 1})", black), black));
}

TEST_CASE("multiplicative_noise: the factors have mean 1 and the deviation asked for, whatever the value") {
  for (const double value : {0.2, 0.8}) {
    const Image noisy = applied(R"({"op": "multiplicative_noise", "std": 0.1})", flat_image({256, 256}, 3, value));
    const double count = 256.0 * 256 * 3;
    CHECK(std::fabs(mean_of(noisy) / value - 1) < 6 * 0.1 / std::sqrt(count));
    CHECK(std::sqrt(variance_of(noisy, value)) / value == doctest::Approx(0.1).epsilon(6 / std::sqrt(2 * count)));
  }
}

TEST_CASE("multiplicative_noise: each value times 1 + std z, z being the normal numbers of the field") {
  const Image image = pattern({20, 30}, 3, DType::uint8);
  Image noisy = image.clone();
  Image z = flat_image({20, 30}, 3, 0);
  multiply_normal_noise(noisy, 77, 0.3, true);
  add_normal_noise(z, 77, 1, true);
  const Doubles in = doubles_of(image), normal = doubles_of(z);
  const Doubles expected =
      made_by(image, [&](int y, int x, int c) { return in.at(y, x, c) * (1 + 0.3 * normal.at(y, x, c)); });
  CHECK(largest_error(noisy, expected) <= rounding_of(DType::uint8));
}

TEST_CASE("multiplicative_noise: per_channel false keeps the colour; the same in every type") {
  const Image noisy =
      applied(R"({"op": "multiplicative_noise", "std": 0.1, "per_channel": false})", flat_image({40, 40}, 3, 0.5));
  const auto v = noisy.values<float>();
  bool alike = true;
  for (std::size_t i = 0; i < v.size(); i += 3) alike = alike && v[i] == v[i + 1] && v[i] == v[i + 2];
  CHECK(alike);
  CHECK(variance_of(noisy, 0.5) > 0.001);
  CHECK(same_in_every_type(R"({"op": "multiplicative_noise", "std": 0.2})"));
}
