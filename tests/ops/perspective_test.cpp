#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("perspective keep: each corner of the frame shows a point inside the image") {
  const Step step = step_of(R"({"op": "perspective", "corner_frac": 0.1})", {50, 100});
  check_point(*step.to_input.apply({0, 0}), 10, 5);
  check_point(*step.to_input.apply({100, 0}), 90, 5);
  check_point(*step.to_input.apply({100, 50}), 90, 45);
  check_point(*step.to_input.apply({0, 50}), 10, 45);
}

TEST_CASE("perspective fit: each corner of the image is inside the frame") {
  const Step step = step_of(R"({"op": "perspective", "corner_frac": 0.1, "canvas": "fit"})", {50, 100});
  check_point(*step.to_input.apply({10, 5}), 0, 0);
  check_point(*step.to_input.apply({90, 45}), 100, 50);
}

TEST_CASE("perspective of nothing is the identity, and it draws anew for each record") {
  const Step step = step_of(R"({"op": "perspective", "corner_frac": 0})", {5, 7});
  CHECK(applied(step, counting({5, 7})).front() == 1);
  CHECK(varies(R"({"op": "perspective"})", {10, 10}));
}
