#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("each side of the window is that of a box, moved by no more than asked") {
  const Size size{200, 300};
  for (int i = 0; i < 300; ++i) {
    const std::string record = std::to_string(i);
    const auto boxes = random_boxes(record, size, 3, 120);
    const Step step =
        step_in(R"({"op": "random_crop_near_bbox", "shift_frac": [-0.2, 0.4]})", scene_of(size, boxes), record);
    const Box window = window_of(step);
    CHECK(is_whole(window));
    CHECK(holds(frame_of(size), window));
    CHECK(std::any_of(boxes.begin(), boxes.end(), [&](const LabeledBox& labeled) {
      const Box& b = labeled.box;
      const double w = b.x1 - b.x0;
      const double h = b.y1 - b.y0;
      const Box inner{b.x0 + 0.2 * w, b.y0 + 0.2 * h, b.x1 - 0.2 * w, b.y1 - 0.2 * h};
      const Box outer{b.x0 - 0.4 * w - 1, b.y0 - 0.4 * h - 1, b.x1 + 0.4 * w + 1, b.y1 + 0.4 * h + 1};
      return holds(window, inner) && holds(outer, window);
    }));
  }
}

TEST_CASE("without a shift it is the box itself in whole pixels; without boxes any window") {
  const Scene scene = scene_of({60, 80}, {{{10.25, 20, 30, 40.5}, 1}});
  CHECK(window_of(step_in(R"({"op": "random_crop_near_bbox", "shift_frac": 0})", scene)) == Box{10, 20, 30, 41});
  CHECK(holds(frame_of({60, 80}), window_of(step_of(R"({"op": "random_crop_near_bbox"})", {60, 80}))));
  CHECK(varies(R"({"op": "random_crop_near_bbox"})", {60, 80}));
}
