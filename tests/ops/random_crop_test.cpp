#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("random_crop is an exact copy of a window inside the image") {
  for (int i = 0; i < 50; ++i) {
    const Step step = step_of(R"({"op": "random_crop", "height": 2, "width": 3})", {5, 7}, std::to_string(i));
    const Point corner = step.to_input.apply({0, 0}).value();
    CHECK((corner.x >= 0 && corner.x <= 4 && corner.y >= 0 && corner.y <= 3));
    CHECK(corner.x == static_cast<int>(corner.x));
  }
  CHECK(varies(R"({"op": "random_crop", "height": 2, "width": 3})", {5, 7}));
}

TEST_CASE("cat_max_ratio avoids windows of one label where it can") {
  // Labels: the left half 1, the right half 2; only windows over the middle hold both.
  Image mask({8, 16}, 1, DType::uint8);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 16; ++x) mask.row<std::uint8_t>(y)[x] = x < 8 ? 1 : 2;
  }
  int mixed = 0;
  for (int i = 0; i < 40; ++i) {
    const Step step = step_of(R"({"op": "random_crop", "height": 4, "width": 4, "cat_max_ratio": 0.75, "tries": 100})",
                              {8, 16}, std::to_string(i), &mask);
    const double x = step.to_input.m[2];
    mixed += x >= 5 && x <= 7 ? 1 : 0;
  }
  CHECK(mixed == 40);
}
