#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("resize maps the whole frame onto the whole frame") {
  const Step step = step_of(R"({"op": "resize", "height": 10, "width": 40})", {20, 30});
  CHECK(step.output == Size{10, 40});
  check_point(*step.to_input.apply({0, 0}), 0, 0);
  check_point(*step.to_input.apply({40, 10}), 30, 20);
  CHECK(step.antialias);
  CHECK_FALSE(step_of(R"({"op": "resize", "height": 10, "width": 40, "antialias": false})", {20, 30}).antialias);
}
