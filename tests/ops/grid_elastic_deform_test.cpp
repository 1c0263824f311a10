#include <cmath>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("grid_elastic_deform moves no position by more than its magnitude, smoothly") {
  const Step step =
      step_of(R"({"op": "grid_elastic_deform", "rows": 4, "columns": 5, "magnitude_frac": 0.4})", {160, 200});
  double largest = 0;
  double steepest = 0;
  for (double x = 0; x < 200; x += 0.7) {
    const Point here = step.field->at({x, 77});
    const Point next = step.field->at({x + 0.01, 77});
    largest = std::max({largest, std::fabs(here.x), std::fabs(here.y)});
    steepest = std::max(steepest, std::fabs(next.x - here.x) / 0.01);
  }
  CHECK(largest <= 0.4 * 40);
  CHECK(largest > 2);
  // A spline's slope is at most the largest difference of two neighbours over their distance.
  CHECK(steepest <= 0.8 + 1e-6);
}

TEST_CASE("grid_elastic_deform of magnitude 0 is the identity, and it draws anew for each record") {
  CHECK(step_of(R"({"op": "grid_elastic_deform", "magnitude_frac": 0})", {40, 60}).field->bound().x == 0);
  CHECK(varies(R"({"op": "grid_elastic_deform"})", {40, 60}));
}
