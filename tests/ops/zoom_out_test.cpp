#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("zoom_out puts an exact copy of the whole image on a canvas, the rest is new area") {
  const Size size{30, 50};
  bool large = false;
  for (int i = 0; i < 100; ++i) {
    const Step step = step_of(R"({"op": "zoom_out", "side_factor": [1, 3]})", size, std::to_string(i));
    CHECK(step.makes_area);
    const Box window = window_of(step);
    CHECK(is_whole(window));
    CHECK(holds(window, frame_of(size)));
    CHECK((step.output.height <= 90 && step.output.width <= 150));
    large = large || step.output.height > 75;
  }
  CHECK(large);
  CHECK(varies(R"({"op": "zoom_out"})", size));
}

TEST_CASE("zoom_out by 1 changes nothing; by 2 all of the image is there and three quarters are fill") {
  CHECK(applied(step_of(R"({"op": "zoom_out", "side_factor": 1})", {2, 2}), counting({2, 2})) ==
        std::vector{1, 2, 3, 4});
  auto values = applied(step_of(R"({"op": "zoom_out", "side_factor": 2})", {2, 2}), counting({2, 2}));
  std::sort(values.begin(), values.end());
  CHECK(std::vector(values.begin(), values.begin() + 4) == std::vector{1, 2, 3, 4});
  CHECK(std::count(values.begin(), values.end(), 99) == 12);
}
