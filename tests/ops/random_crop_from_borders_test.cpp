#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("random_crop_from_borders cuts whole pixels, no more than asked of each side") {
  for (int i = 0; i < 50; ++i) {
    const Step step = step_of(R"({"op": "random_crop_from_borders", "left_frac": [0, 0.3], "right_frac": 0,
                                  "top_frac": 0.25, "bottom_frac": [0, 0.1]})",
                              {40, 60}, std::to_string(i));
    const Point first = step.to_input.apply({0, 0}).value();
    CHECK((first.x >= 0 && first.x <= 18 && first.x == static_cast<int>(first.x)));
    CHECK(first.y == 10);
    CHECK(first.x + step.output.width == 60);
    CHECK((step.output.height >= 26 && step.output.height <= 30));
  }
  CHECK(varies(R"({"op": "random_crop_from_borders"})", {100, 100}));
}

TEST_CASE("random_crop_from_borders leaves at least one pixel") {
  const Step step = step_of(R"({"op": "random_crop_from_borders", "left_frac": 0.49, "right_frac": 0.49,
                                "top_frac": 0.49, "bottom_frac": 0.49})",
                            {1, 3});
  CHECK(step.output == Size{1, 1});
}
