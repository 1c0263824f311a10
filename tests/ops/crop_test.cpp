#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("crop cuts the window asked for") {
  const Step step = step_of(R"({"op": "crop", "x": 1, "y": 1, "width": 2, "height": 2})", {3, 4});
  CHECK(applied(step, counting({3, 4})) == std::vector<int>{6, 7, 10, 11});
}

TEST_CASE("a window that leaves the image rejects the record") {
  const auto step = try_step(R"({"op": "crop", "x": 3, "y": 0, "width": 2, "height": 2})", {3, 4});
  CHECK(step.error().code == "too-small");
  CHECK(step.error().message == "the crop reaches column 5 and row 2 of an image of 3x4 (height x width)");
}
