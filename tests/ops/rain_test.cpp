#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

std::string rain_json(double density, double slant, double opacity = 1, double light = 1) {
  return op_json("rain", {{"density", density},
                          {"slant_deg", slant},
                          {"opacity", opacity},
                          {"light", light},
                          {"length_frac", 0.1},
                          {"width_frac", 0.01}});
}

// Mean product of the differences from the mean of pixels (dx, dy) apart, over the variance.
double correlation(const Image& image, int dx, int dy) {
  const double mean = mean_of(image);
  double sum = 0;
  for (int y = 0; y + dy < image.height(); ++y) {
    for (int x = std::max(0, -dx); x + std::max(0, dx) < image.width(); ++x) {
      sum += (static_cast<double>(image.row<float>(y)[x]) - mean) *
             (static_cast<double>(image.row<float>(y + dy)[x + dx]) - mean);
    }
  }
  return sum / static_cast<double>(image.value_count()) / variance_of(image, mean);
}

}  // namespace

TEST_CASE("rain: none, and full light, is the identity") {
  CHECK(is_identity(rain_json(0, 10)));
  CHECK(is_identity(rain_json(0.1, 10, 0)));
}

TEST_CASE("rain: light dims everywhere") {
  const Image result = applied(rain_json(0, 0, 1, 0.5), flat_image({20, 20}, 3, 0.8));
  CHECK(largest_error(result, doubles_of(flat_image({20, 20}, 3, 0.4))) < 1e-6);
}

TEST_CASE("rain: streaks cover the area asked for, less what overlaps, and more of it for more density") {
  double before = 0;
  for (const double density : {0.02, 0.05, 0.2, 0.4}) {
    // On black, with full opacity, the mean is 0.8 times the area covered.
    const double covered = mean_of(applied(rain_json(density, 12), flat_image({200, 200}, 1, 0))) / 0.8;
    // Some hundred streaks of 40 square pixels on 40000.
    const double expected = 1 - std::exp(-density);
    CHECK(std::fabs(covered - expected) < 4 * expected / std::sqrt(density * 1000) + 0.002);
    CHECK(covered > before);
    before = covered;
  }
}

TEST_CASE("rain: streaks fall as the slant says") {
  const Image black = flat_image({200, 200}, 1, 0);
  const Image straight = applied(rain_json(0.1, 0), black);
  CHECK(correlation(straight, 0, 6) > 0.5);
  CHECK(correlation(straight, 6, 0) < 0.2);
  // Counter-clockwise: the lower end is further right.
  const Image slanted = applied(rain_json(0.1, 45), black);
  CHECK(correlation(slanted, 5, 5) > 0.5);
  CHECK(correlation(slanted, -5, 5) < 0.2);
}

TEST_CASE("rain: more opacity is brighter on black; its colour is one a channel") {
  const Image black = flat_image({60, 60}, 3, 0);
  CHECK(mean_of(applied(rain_json(0.1, 5, 0.8), black)) > 1.5 * mean_of(applied(rain_json(0.1, 5, 0.4), black)));
  const Image blue = applied(R"({"op": "rain", "density": 0.1, "color": [0, 0, 1]})", black);
  const auto v = blue.values<float>();
  double red = 0, third = 0;
  for (std::size_t i = 0; i < v.size(); i += 3) {
    red += static_cast<double>(v[i]);
    third += static_cast<double>(v[i + 2]);
  }
  CHECK(red == 0);
  CHECK(third > 10);
  CHECK(channels_of(bound(R"({"op": "rain", "color": [0, 0, 1]})")) == std::vector{3});
  CHECK(channels_of(bound(R"({"op": "rain"})")).empty());
}

TEST_CASE("rain: it scales with the image; the same in every type") {
  const double small = mean_of(applied(rain_json(0.1, 10), flat_image({100, 100}, 1, 0)));
  const double large = mean_of(applied(rain_json(0.1, 10), flat_image({300, 300}, 1, 0)));
  CHECK(std::fabs(small / large - 1) < 0.2);
  CHECK(same_in_every_type(rain_json(0.1, 10, 0.6, 0.9)));
}
