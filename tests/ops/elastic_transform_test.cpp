#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("the displacement has the standard deviation of blurred noise: alpha / (sqrt(12 pi) sigma)") {
  const Step step = step_of(R"({"op": "elastic_transform", "alpha_px": 100, "sigma_px": 4})", {400, 400});
  REQUIRE(step.field);
  double sum = 0;
  int count = 0;
  for (int y = 0; y < 400; y += 3) {
    for (int x = 0; x < 400; x += 3) {
      const Point d = step.field->at({x + 0.5, y + 0.5});
      sum += d.x * d.x + d.y * d.y;
      count += 2;
    }
  }
  const double expected = 100 / (std::sqrt(12 * 3.14159265358979) * 4);
  CHECK(std::sqrt(sum / count) == doctest::Approx(expected).epsilon(0.05));
}

TEST_CASE("the field is smooth: neighbours differ by much less than the field itself") {
  const Step step = step_of(R"({"op": "elastic_transform", "alpha_px": 100, "sigma_px": 8})", {200, 200});
  double steepest = 0;
  for (int x = 0; x < 199; ++x) {
    steepest = std::max(steepest, std::fabs(step.field->at({x + 1.0, 50.5}).x - step.field->at({x + 0.0, 50.5}).x));
  }
  CHECK(steepest < 0.6);
  CHECK(step.field->bound().x > 2);
}

TEST_CASE("same_dxdy, alpha 0, and draws of their own") {
  const Step same = step_of(R"({"op": "elastic_transform", "same_dxdy": true})", {40, 40});
  const Point d = same.field->at({17, 9});
  CHECK(d.x == d.y);
  const Step none = step_of(R"({"op": "elastic_transform", "alpha_px": 0})", {40, 40});
  CHECK(none.field->bound().x == 0);
  CHECK(varies(R"({"op": "elastic_transform"})", {40, 40}));
}
