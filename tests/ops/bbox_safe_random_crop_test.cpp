#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("bbox_safe_random_crop keeps every box whole in every record, and cuts whole pixels") {
  const Size size{90, 120};
  double smallest = 1;
  for (int i = 0; i < 300; ++i) {
    const std::string record = std::to_string(i);
    const auto boxes = random_boxes(record, size, 1 + i % 4, 30);
    const Box window = window_of(step_in(R"({"op": "bbox_safe_random_crop"})", scene_of(size, boxes), record));
    CHECK(is_whole(window));
    CHECK(holds(frame_of(size), window));
    for (const auto& [box, label] : boxes) CHECK(holds(window, box));
    smallest = std::min(smallest, (window.x1 - window.x0) * (window.y1 - window.y0) / (90.0 * 120));
  }
  CHECK(smallest < 0.2);
}

TEST_CASE("a box on the frame's edges leaves the image whole; without boxes there is a window of any size") {
  const Scene full = scene_of({20, 30}, {{{0, 0, 30, 20}, 1}});
  CHECK(window_of(step_in(R"({"op": "bbox_safe_random_crop"})", full)) == frame_of({20, 30}));
  for (int i = 0; i < 50; ++i) {
    const Step step = step_of(R"({"op": "bbox_safe_random_crop"})", {20, 30}, std::to_string(i));
    CHECK(holds(frame_of({20, 30}), window_of(step)));
    CHECK((step.output.height >= 1 && step.output.width >= 1));
  }
  CHECK(varies(R"({"op": "bbox_safe_random_crop"})", {20, 30}));
  CHECK(step_of(R"({"op": "bbox_safe_random_crop"})", {1, 1}).output == Size{1, 1});
}
