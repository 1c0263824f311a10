#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("transpose exchanges rows and columns") {
  const Step step = step_of(R"({"op": "transpose"})", {2, 3});
  CHECK(step.output == Size{3, 2});
  CHECK(applied(step, counting({2, 3})) == std::vector<int>{1, 4, 2, 5, 3, 6});
}
