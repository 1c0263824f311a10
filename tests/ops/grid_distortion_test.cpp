#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("the frame's edges stay, inner lines move by a fraction of a cell") {
  const Step step = step_of(R"({"op": "grid_distortion", "steps": 4, "limit_frac": 0.25})", {80, 40});
  REQUIRE(step.field);
  for (const double y : {0.0, 13.0, 80.0}) {
    CHECK(step.field->at({0, y}).x == doctest::Approx(0));
    CHECK(step.field->at({40, y}).x == doctest::Approx(0));
    CHECK(step.field->at({10, y}).x == doctest::Approx(2.5));
    CHECK(step.field->at({20, y}).x == doctest::Approx(2.5));
    CHECK(step.field->at({5, y}).x == doctest::Approx(1.25));
  }
  CHECK(step.field->at({3, 20}).y == doctest::Approx(5));
}

TEST_CASE("one cell has no inner line: nothing moves") {
  const Step step = step_of(R"({"op": "grid_distortion", "steps": 1})", {8, 8});
  CHECK(step.field->bound().x == 0);
  CHECK(varies(R"({"op": "grid_distortion"})", {40, 40}));
}
