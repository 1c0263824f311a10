#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("random_scale scales the frame") {
  CHECK(step_of(R"({"op": "random_scale", "scale": 1.5})", {20, 30}).output == Size{30, 45});
  CHECK(step_of(R"({"op": "random_scale", "scale": 0.01})", {20, 30}).output == Size{1, 1});
  CHECK(varies(R"({"op": "random_scale"})", {100, 100}));
}
