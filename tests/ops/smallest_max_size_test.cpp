#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("smallest_max_size sets the shorter side") {
  CHECK(step_of(R"({"op": "smallest_max_size", "size": 100})", {200, 50}).output == Size{400, 100});
  CHECK(step_of(R"({"op": "smallest_max_size", "size": 100})", {400, 200}).output == Size{200, 100});
}

TEST_CASE("max_size bounds the longer side") {
  CHECK(step_of(R"({"op": "smallest_max_size", "size": 100, "max_size": 200})", {200, 50}).output == Size{200, 50});
}
