#include <cmath>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("piecewise_affine moves corners of cells by no more than its magnitude and is linear along each edge") {
  const Step step = step_of(R"({"op": "piecewise_affine", "rows": 2, "columns": 3, "magnitude_frac": 0.2})", {40, 60});
  CHECK(step.field->bound().x <= 0.2 * 20);
  CHECK(step.field->bound().x > 0.1 * 20);
  CHECK(step.field->bound().y <= 0.2 * 20);
  const Point a = step.field->at({20, 20});
  const Point b = step.field->at({40, 20});
  check_point(step.field->at({25, 20}), a.x + 0.25 * (b.x - a.x), a.y + 0.25 * (b.y - a.y));
  CHECK(std::fabs(a.x - b.x) > 1e-6);
}

TEST_CASE("piecewise_affine of magnitude 0 is the identity, and it draws anew for each record") {
  CHECK(step_of(R"({"op": "piecewise_affine", "magnitude_frac": 0})", {40, 60}).field->bound().x == 0);
  CHECK(varies(R"({"op": "piecewise_affine"})", {40, 60}));
}
