#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("longest_max_size sets the longer side, up and down") {
  CHECK(step_of(R"({"op": "longest_max_size", "size": 100})", {200, 50}).output == Size{100, 25});
  CHECK(step_of(R"({"op": "longest_max_size", "size": 100})", {10, 20}).output == Size{50, 100});
  CHECK(step_of(R"({"op": "longest_max_size", "size": 10})", {1, 1000}).output == Size{1, 10});
}
