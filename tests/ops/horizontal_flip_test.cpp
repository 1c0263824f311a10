#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("horizontal_flip mirrors left and right") {
  const Step step = step_of(R"({"op": "horizontal_flip"})", {2, 3});
  CHECK(applied(step, counting({2, 3})) == std::vector<int>{3, 2, 1, 6, 5, 4});
}
