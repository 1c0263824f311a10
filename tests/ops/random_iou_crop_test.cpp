#include <set>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

namespace {

double overlap(const Box& a, const Box& b) {
  const double width = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
  const double height = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  const double both = width > 0 && height > 0 ? width * height : 0;
  return both / ((a.x1 - a.x0) * (a.y1 - a.y0) + (b.x1 - b.x0) * (b.y1 - b.y0) - both);
}

bool has_centre_of(const Box& window, const Box& box) {
  const double x = (box.x0 + box.x1) / 2;
  const double y = (box.y0 + box.y1) / 2;
  return x > window.x0 && x < window.x1 && y > window.y0 && y < window.y1;
}

}  // namespace

TEST_CASE("the overlap asked for is reached with a box whose centre is in the window, or the image stays whole") {
  const Size size{200, 300};
  for (const double least : {0.1, 0.5, 0.7}) {
    int cut = 0;
    for (int i = 0; i < 200; ++i) {
      const std::string record = std::to_string(i);
      const auto boxes = random_boxes(record, size, 4, 200);
      const Step step = step_in(R"({"op": "random_iou_crop", "min_iou": )" + std::to_string(least) + "}",
                                scene_of(size, boxes), record);
      const Box window = window_of(step);
      CHECK(is_whole(window));
      CHECK(holds(frame_of(size), window));
      if (window == frame_of(size)) continue;
      ++cut;
      double best = 0;
      for (const auto& [box, label] : boxes)
        best = std::max(best, has_centre_of(window, box) ? overlap(window, box) : 0);
      CHECK(best >= least);
      const double ratio = (window.x1 - window.x0) / (window.y1 - window.y0);
      CHECK((ratio >= 0.5 && ratio <= 2));
      CHECK(window.x1 - window.x0 >= 0.3 * size.width - 1);
      CHECK(window.y1 - window.y0 >= 0.3 * size.height - 1);
    }
    CHECK(cut > 60);
  }
}

TEST_CASE("min_iou 1 leaves the image whole, and so does an overlap that cannot be had") {
  const Scene scene = scene_of({200, 300}, {{{10, 10, 12, 12}, 1}});
  CHECK(window_of(step_in(R"({"op": "random_iou_crop", "min_iou": 1})", scene)) == frame_of({200, 300}));
  CHECK(window_of(step_in(R"({"op": "random_iou_crop", "min_iou": 0.9})", scene)) == frame_of({200, 300}));
}

TEST_CASE("random_iou_crop without boxes takes any window") {
  std::set<double> lefts;
  for (int i = 0; i < 50; ++i) {
    const Box window =
        window_of(step_of(R"({"op": "random_iou_crop", "min_iou": 0.5})", {200, 300}, std::to_string(i)));
    CHECK(holds(frame_of({200, 300}), window));
    lefts.insert(window.x0);
  }
  CHECK(lefts.size() > 25);
}
