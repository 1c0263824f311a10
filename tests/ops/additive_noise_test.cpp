#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

std::string json_of(const std::string& distribution, double std) {
  return R"({"op": "additive_noise", "distribution": ")" + distribution + R"(", "std": )" + std::to_string(std) + "}";
}

double share_beyond(const Image& image, double distance) {
  double beyond = 0;
  for (const float v : image.values<float>()) beyond += std::fabs(static_cast<double>(v)) > distance ? 1 : 0;
  return beyond / static_cast<double>(image.value_count());
}

}  // namespace

TEST_CASE("additive_noise: std 0 is the identity") { CHECK(is_identity(R"({"op": "additive_noise", "std": 0})")); }

TEST_CASE("additive_noise: every distribution has mean 0, the deviation asked for and its own tails") {
  // Fourth moments in units of the variance squared: what the variance of a measured variance needs.
  struct Case {
    std::string name;
    double kurtosis, beyond_one, beyond_two;
  };
  const double count = 256.0 * 256 * 3;
  for (const Case& c : {Case{"uniform", 1.8, 1 - 1 / std::sqrt(3.0), 0}, Case{"normal", 3, 0.317311, 0.045500},
                        Case{"laplace", 6, std::exp(-std::sqrt(2.0)), std::exp(-2 * std::sqrt(2.0))}}) {
    INFO(c.name);
    const Image noise = applied(json_of(c.name, 0.1), flat_image({256, 256}, 3, 0));
    CHECK(std::fabs(mean_of(noise)) < 6 * 0.1 / std::sqrt(count));
    CHECK(std::fabs(variance_of(noise, 0) / 0.01 - 1) < 6 * std::sqrt((c.kurtosis - 1) / count) + 1e-4);
    for (const auto& [distance, share] : {std::pair{0.1, c.beyond_one}, std::pair{0.2, c.beyond_two}}) {
      CHECK(std::fabs(share_beyond(noise, distance) - share) <= 6 * std::sqrt(share * (1 - share) / count) + 1e-4);
    }
  }
}

TEST_CASE("additive_noise: the normal one is gaussian_noise") {
  const Image image = pattern({31, 40}, 3, DType::uint8);
  CHECK(same(applied(json_of("normal", 0.1), image), applied(R"({"op": "gaussian_noise", "std": 0.1})", image)));
}

TEST_CASE("additive_noise: per_channel false moves the channels of a pixel alike; the same in every type") {
  const Image noise =
      applied(R"({"op": "additive_noise", "std": 0.1, "per_channel": false})", flat_image({40, 40}, 3, 0));
  const auto v = noise.values<float>();
  bool alike = true;
  for (std::size_t i = 0; i < v.size(); i += 3) alike = alike && v[i] == v[i + 1] && v[i] == v[i + 2];
  CHECK(alike);
  for (const char* name : {"uniform", "normal", "laplace"}) CHECK(same_in_every_type(json_of(name, 0.1)));
}
