#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("center_crop cuts the middle") {
  const Step step = step_of(R"({"op": "center_crop", "height": 1, "width": 2})", {3, 4});
  CHECK(applied(step, counting({3, 4})) == std::vector<int>{6, 7});
}

TEST_CASE("a smaller image is padded, enlarged or refused") {
  const Step padded = step_of(R"({"op": "center_crop", "height": 3, "width": 2})", {1, 2});
  CHECK(applied(padded, counting({1, 2})) == std::vector<int>{99, 99, 1, 2, 99, 99});
  CHECK(padded.makes_area);
  const Step enlarged = step_of(R"({"op": "center_crop", "height": 4, "width": 2, "if_smaller": "resize"})", {2, 2});
  check_point(*enlarged.to_input.apply({0, 0}), 0.5, 0);
  check_point(*enlarged.to_input.apply({2, 4}), 1.5, 2);
  const auto refused = try_step(R"({"op": "center_crop", "height": 3, "width": 2, "if_smaller": "error"})", {1, 2});
  CHECK(refused.error().code == "too-small");
  CHECK(refused.error().message == "a crop of 3x2 (height x width) does not fit an image of 1x2");
}
