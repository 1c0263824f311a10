// Shapes and smooth noise, which the weather ops are drawn with.

#include "ops/kernels/coverage.h"

#include <array>
#include <cmath>
#include <numbers>

#include "ops/kernels/smooth_noise.h"
#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

// Share of the pixel's points that lie inside, by crossings of a ray.
double counted(const std::vector<Point>& corners, int x, int y) {
  constexpr int kPoints = 40;
  int inside = 0;
  for (int j = 0; j < kPoints; ++j) {
    for (int i = 0; i < kPoints; ++i) {
      const double px = x + (i + 0.5) / kPoints, py = y + (j + 0.5) / kPoints;
      bool odd = false;
      for (std::size_t k = 0; k < corners.size(); ++k) {
        const Point a = corners[k], b = corners[(k + 1) % corners.size()];
        if ((a.y > py) != (b.y > py) && px < a.x + (py - a.y) / (b.y - a.y) * (b.x - a.x)) odd = !odd;
      }
      inside += odd ? 1 : 0;
    }
  }
  return static_cast<double>(inside) / (kPoints * kPoints);
}

double sum_of_values(const Image& coverage) { return mean_of(coverage) * static_cast<double>(coverage.value_count()); }

}  // namespace

TEST_CASE("a polygon covers its exact area in each pixel, either way round, also where it overhangs") {
  const std::vector<std::vector<Point>> polygons{
      {{2.3, 1.1}, {8.7, 3.4}, {4.2, 7.9}},
      {{1, 1}, {5, 1}, {5, 4}, {1, 4}},
      {{-4.5, -3.2}, {6.1, 2.2}, {14.8, -1}, {9.3, 5.5}, {15.5, 12.2}, {5.2, 8.3}, {-3.1, 13.4}, {2.4, 5.1}},
      {{3.2, 3.3}, {3.4, 3.3}, {3.4, 3.9}},
      {{0.5, 9}, {11.5, 9}, {11.5, 9.25}, {0.5, 9.25}},
      {{-30, -20}, {40, -20}, {40, 30}, {-30, 30}},
      {{20, 2}, {25, 3}, {22, 9}},
  };
  for (const auto& polygon : polygons) {
    Image coverage = no_coverage({10, 12});
    cover_polygon(coverage, polygon, 1);
    Image back = no_coverage({10, 12});
    cover_polygon(back, std::vector<Point>(polygon.rbegin(), polygon.rend()), 1);
    CHECK(largest_difference(coverage, back) < 1e-6);
    for (int y = 0; y < 10; ++y) {
      for (int x = 0; x < 12; ++x) {
        CHECK(std::fabs(static_cast<double>(coverage.row<float>(y)[x]) - counted(polygon, x, y)) < 0.03);
      }
    }
  }
}

TEST_CASE("a polygon's areas add up to its own to the last bits") {
  const std::vector<Point> corners{{2.3, 1.1}, {8.7, 3.4}, {4.2, 7.9}};
  Image coverage = no_coverage({10, 12});
  cover_polygon(coverage, corners, 1);
  const double area = 0.5 * std::fabs((8.7 - 2.3) * (7.9 - 1.1) - (4.2 - 2.3) * (3.4 - 1.1));
  CHECK(sum_of_values(coverage) == doctest::Approx(area).epsilon(1e-6));
}

TEST_CASE("shapes over one another leave the product of what they leave") {
  Image coverage = no_coverage({4, 4});
  const std::vector<Point> left{{0, 0}, {2, 0}, {2, 4}, {0, 4}};
  cover_polygon(coverage, left, 0.5);
  cover_polygon(coverage, left, 0.5);
  CHECK(coverage.row<float>(1)[1] == 0.75F);
  CHECK(coverage.row<float>(1)[2] == 0.0F);
}

TEST_CASE("a streak has its length, width and direction") {
  Image coverage = no_coverage({40, 40});
  const double angle = 0.6;
  cover_streak(coverage, {20, 20}, {std::cos(angle), std::sin(angle)}, 20, 0.4, 1);
  CHECK(sum_of_values(coverage) == doctest::Approx(8).epsilon(1e-6));
  CHECK(coverage.row<float>(20 + 4)[20 + 6] > 0.1F);
  CHECK(coverage.row<float>(20 - 5)[20 + 6] < 1e-9F);
}

TEST_CASE("discs and glows have their areas and fall off from the middle") {
  for (const double radius : {3.0, 7.3}) {
    Image disc = no_coverage({40, 40});
    cover_disc(disc, {19.8, 20.3}, radius, 1, 0.5);
    CHECK(sum_of_values(disc) == doctest::Approx(0.5 * std::numbers::pi * radius * radius).epsilon(0.02));
    CHECK(disc.row<float>(20)[19] == 0.5F);
    Image glow = no_coverage({40, 40});
    cover_glow(glow, {20.5, 20.5}, 2 * radius, 0.8);
    // The integral of (1 - r^2 / R^2)^2 over the disc is pi R^2 / 3.
    CHECK(sum_of_values(glow) == doctest::Approx(0.8 * std::numbers::pi * 4 * radius * radius / 3).epsilon(0.01));
    CHECK(glow.row<float>(20)[20] == 0.8F);
    bool falls = true;
    for (int x = 20; x < 39; ++x) falls = falls && glow.row<float>(20)[x] >= glow.row<float>(20)[x + 1];
    CHECK(falls);
  }
}

TEST_CASE("blend mixes the lit image with the colour, in every type and channel count") {
  Image coverage = no_coverage({9, 40});
  cover_glow(coverage, {18, 4}, 20, 1);
  for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
    for (const int channels : {1, 3, 5}) {
      const Image image = pattern({9, 40}, channels, dtype);
      const std::vector<double> one{0.6};
      const std::vector<double> each{0.1, 0.9, 0.4};
      const auto& color = channels == 3 ? each : one;
      Image result = image.clone();
      blend(result, coverage, {color, 0.7, 0.8});
      const Doubles in = doubles_of(image), cover = doubles_of(coverage);
      const Doubles expected = made_by(image, [&](int y, int x, int c) {
        const double w = 0.7 * cover.at(y, x, 0);
        return (1 - w) * 0.8 * in.at(y, x, c) + w * color[color.size() > 1 ? static_cast<std::size_t>(c) : 0];
      });
      CHECK(largest_error(result, expected) <= rounding_of(dtype));
    }
  }
}

TEST_CASE("smooth noise has mean 0 and variance 1 over keys, and is smooth") {
  double sum = 0, squares = 0, steps = 0;
  constexpr int kKeys = 400;
  for (std::uint64_t key = 0; key < kKeys; ++key) {
    const Image field = smooth_noise({12, 60}, key, 20, 2);
    const double value = static_cast<double>(field.row<float>(5)[33]);
    sum += value;
    squares += value * value;
    for (int x = 0; x + 1 < 60; ++x) {
      steps = std::max(steps, std::fabs(static_cast<double>(field.row<float>(7)[x + 1] - field.row<float>(7)[x])));
    }
  }
  // At one place the variance depends on where it lies between the nodes, by a few parts in ten.
  CHECK(std::fabs(sum / kKeys) < 6 / std::sqrt(kKeys));
  CHECK(squares / kKeys == doctest::Approx(1).epsilon(0.6));
  CHECK(steps < 0.6);
  double all = 0;
  const Image wide = smooth_noise({300, 300}, 5, 3, 1);
  for (const float v : wide.values<float>()) all += static_cast<double>(v) * static_cast<double>(v);
  CHECK(all / 90000 == doctest::Approx(1).epsilon(0.05));  // 10^4 nodes
}
