#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("pad adds fill on each side") {
  const Step step = step_of(R"({"op": "pad", "left_px": 1, "right_px": 2, "top_px": 1})", {1, 2});
  CHECK(applied(step, counting({1, 2})) == std::vector<int>{99, 99, 99, 99, 99, 99, 1, 2, 99, 99});
}
