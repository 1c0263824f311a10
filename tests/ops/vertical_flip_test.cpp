#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("vertical_flip mirrors top and bottom") {
  const Step step = step_of(R"({"op": "vertical_flip"})", {2, 3});
  CHECK(applied(step, counting({2, 3})) == std::vector<int>{4, 5, 6, 1, 2, 3});
}
