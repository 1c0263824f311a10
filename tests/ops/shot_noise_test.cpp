#include "ops/kernels/poisson.h"
#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

// Smallest count whose distribution function reaches u, summed in long doubles.
double quantile(double mean, double u) {
  long double term = std::exp(-static_cast<long double>(mean));
  long double below = term;
  int count = 0;
  while (below < static_cast<long double>(u) && count < 5000) {
    ++count;
    term *= static_cast<long double>(mean) / count;
    below += term;
  }
  return count;
}

}  // namespace

TEST_CASE("shot_noise: small means are exact") {
  for (const double mean : {0.001, 0.3, 1.0, 4.7, 11.9, 12.0}) {
    const Poisson poisson(mean);
    int wrong = 0;
    for (std::uint64_t i = 0; i < 5000; ++i) {
      const auto word = static_cast<std::uint32_t>(i * 858993);
      wrong += poisson.count(word, NormalNumber{}) == quantile(mean, (word + 0.5) / 4294967296.0) ? 0 : 1;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("shot_noise: large means are within one count of exact, nearly all of them the same") {
  for (const double mean : {12.1, 20.0, 100.0, 1000.0}) {
    const Poisson poisson(mean);
    double farthest = 0;
    int different = 0;
    for (std::uint32_t half = 8; half < 65536; half += 16) {
      const double exact = quantile(mean, (half + 0.5) / 65536.0);
      const double count = poisson.count(half << 16, NormalNumber{});
      farthest = std::max(farthest, std::fabs(count - exact));
      different += count == exact ? 0 : 1;
    }
    CHECK(farthest <= 1);
    CHECK(different < 41);  // of 4096
  }
}

TEST_CASE("shot_noise: the mean stays, the variance is the value over the photons") {
  const double count = 200.0 * 200 * 3;
  for (const double value : {0.05, 0.5, 1.0}) {
    for (const int photons : {10, 100}) {
      const Image noisy =
          applied(op_json("shot_noise", {{"photons", static_cast<double>(photons)}}), flat_image({200, 200}, 3, value));
      const double mean = value * photons;
      const double variance = value / photons;
      CHECK(std::fabs(mean_of(noisy) - value) < 6 * std::sqrt(variance / count));
      // The fourth moment of a Poisson variable is 3 + 1 / mean variances squared.
      CHECK(std::fabs(variance_of(noisy, value) / variance - 1) < 6 * std::sqrt((2 + 1 / mean) / count) + 0.002);
    }
  }
}

TEST_CASE("shot_noise: values are whole numbers of photons, black stays black") {
  const Image noisy = applied(R"({"op": "shot_noise", "photons": 51})", pattern({40, 41}, 3, DType::uint8));
  bool whole = true;
  for (const std::uint8_t v : noisy.values<std::uint8_t>()) whole = whole && v % 5 == 0;
  CHECK(whole);
  const Image black = flat_image<std::uint16_t>({9, 9}, 3, 0);
  CHECK(same(applied(R"({"op": "shot_noise", "photons": 10})", black), black));
}

TEST_CASE("shot_noise: the same in every type, and with a table of levels as without") {
  // With 31 photons no level's mean lies on the border between the two ways to count, where a float's last bit decides.
  CHECK(same_in_every_type(R"({"op": "shot_noise", "photons": 31})"));
  const Image large = pattern({20, 20}, 1, DType::uint8);
  Image small({12, 20}, 1, DType::uint8);
  std::ranges::copy(large.values<std::uint8_t>().first(240), small.values<std::uint8_t>().begin());
  const auto all = ints_of(applied(R"({"op": "shot_noise", "photons": 30})", large));
  CHECK(ints_of(applied(R"({"op": "shot_noise", "photons": 30})", small)) ==
        std::vector(all.begin(), all.begin() + 240));
}
