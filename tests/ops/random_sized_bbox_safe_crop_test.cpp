#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("random_sized_bbox_safe_crop shows every box and has the size asked for") {
  const Size size{90, 120};
  for (int i = 0; i < 200; ++i) {
    const std::string record = std::to_string(i);
    const auto boxes = random_boxes(record, size, 1 + i % 4, 30);
    const Step step =
        step_in(R"({"op": "random_sized_bbox_safe_crop", "height": 50, "width": 40})", scene_of(size, boxes), record);
    CHECK(step.output == Size{50, 40});
    const Box window = window_of(step);
    CHECK(holds(frame_of(size), window));
    for (const auto& [box, label] : boxes) CHECK(holds(window, box));
  }
}

TEST_CASE("random_sized_bbox_safe_crop cuts the window of bbox_safe_random_crop") {
  const Scene scene = scene_of({90, 120}, {{{40, 30, 55.5, 41}, 1}});
  const Box window = window_of(step_in(R"({"op": "bbox_safe_random_crop"})", scene));
  const Box scaled = window_of(step_in(R"({"op": "random_sized_bbox_safe_crop", "height": 50, "width": 40})", scene));
  CHECK((holds(window, scaled) && holds(scaled, window)));
}
