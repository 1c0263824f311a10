#include <doctest/doctest.h>

#include <cstdlib>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

namespace {
// How often each axis is mirrored over 400 records, and both at once.
struct Counts {
  int horizontal = 0, vertical = 0, both = 0;
};
Counts count_flips(const std::string& json) {
  Counts counts;
  for (int i = 0; i < 400; ++i) {
    const Step step = step_of(json, {4, 4}, std::to_string(i));
    const bool horizontal = step.to_input.m[0] < 0;
    const bool vertical = step.to_input.m[4] < 0;
    counts.horizontal += horizontal ? 1 : 0;
    counts.vertical += vertical ? 1 : 0;
    counts.both += horizontal && vertical ? 1 : 0;
  }
  return counts;
}
}  // namespace

TEST_CASE("random_flip mirrors each named axis half the time, independently") {
  const Counts both = count_flips(R"({"op": "random_flip", "mode": "horizontal_and_vertical"})");
  CHECK(std::abs(both.horizontal - 200) < 50);
  CHECK(std::abs(both.vertical - 200) < 50);
  CHECK(std::abs(both.both - 100) < 40);
}

TEST_CASE("random_flip leaves an axis that is not named alone") {
  CHECK(count_flips(R"({"op": "random_flip", "mode": "horizontal"})").vertical == 0);
  CHECK(count_flips(R"({"op": "random_flip", "mode": "vertical"})").horizontal == 0);
}
