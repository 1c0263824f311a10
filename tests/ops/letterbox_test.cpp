#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("letterbox fits the image into the middle and fills the rest") {
  const Step step = step_of(R"({"op": "letterbox", "height": 4, "width": 4})", {2, 4});
  CHECK(applied(step, counting({2, 4})) == std::vector<int>{99, 99, 99, 99, 1, 2, 3, 4, 5, 6, 7, 8, 99, 99, 99, 99});
  CHECK(step.makes_area);
}

TEST_CASE("letterbox scales up and down, and the image touches two sides of the frame") {
  const Step down = step_of(R"({"op": "letterbox", "height": 50, "width": 50})", {100, 200});
  check_point(*down.to_input.apply({0, 12}), 0, 0);
  check_point(*down.to_input.apply({50, 37}), 200, 100);
  const Step up = step_of(R"({"op": "letterbox", "height": 50, "width": 50})", {10, 5});
  check_point(*up.to_input.apply({12, 0}), 0, 0);
  check_point(*up.to_input.apply({37, 50}), 5, 10);
}

TEST_CASE("position random moves the image in the frame") {
  CHECK(varies(R"({"op": "letterbox", "height": 50, "width": 50, "position": "random"})", {100, 200}));
}
