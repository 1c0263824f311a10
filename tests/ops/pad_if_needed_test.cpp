#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("pad_if_needed reaches the least size and the multiple, and leaves what is large enough") {
  CHECK(step_of(R"({"op": "pad_if_needed", "divisor": 32})", {33, 64}).output == Size{64, 64});
  CHECK(step_of(R"({"op": "pad_if_needed", "min_height": 50})", {33, 64}).output == Size{50, 64});
  CHECK(step_of(R"({"op": "pad_if_needed", "min_width": 50, "divisor": 40})", {33, 64}).output == Size{40, 80});
}

TEST_CASE("position") {
  const Step center = step_of(R"({"op": "pad_if_needed", "min_width": 4})", {1, 2});
  CHECK(applied(center, counting({1, 2})) == std::vector<int>{99, 1, 2, 99});
  const Step corner = step_of(R"({"op": "pad_if_needed", "min_width": 4, "position": "top_left"})", {1, 2});
  CHECK(applied(corner, counting({1, 2})) == std::vector<int>{1, 2, 99, 99});
  CHECK(varies(R"({"op": "pad_if_needed", "min_width": 40, "position": "random"})", {10, 10}));
}
