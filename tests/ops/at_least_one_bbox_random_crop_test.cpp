#include <set>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

namespace {

const std::string kOp = R"({"op": "at_least_one_bbox_random_crop", "height": 32, "width": 40})";

}  // namespace

TEST_CASE("the window holds at least one box in every record, at different places") {
  const Size size{90, 120};
  std::set<double> lefts;
  for (int i = 0; i < 300; ++i) {
    const std::string record = std::to_string(i);
    const auto boxes = random_boxes(record, size, 1 + i % 4, 28);
    const Step step = step_in(kOp, scene_of(size, boxes), record);
    CHECK(step.output == Size{32, 40});
    const Box window = window_of(step);
    CHECK(is_whole(window));
    CHECK(holds(frame_of(size), window));
    CHECK(std::any_of(boxes.begin(), boxes.end(), [&](const LabeledBox& b) { return holds(window, b.box); }));
    lefts.insert(window.x0);
  }
  CHECK(lefts.size() > 40);
}

TEST_CASE("of a box that is larger than the window the window shows nothing else") {
  const Box large{10.5, 5.25, 110, 80};
  for (int i = 0; i < 100; ++i) {
    const Box window = window_of(step_in(kOp, scene_of({90, 120}, {{large, 1}}), std::to_string(i)));
    CHECK(holds({10, 5, 110, 80}, window));
  }
}

TEST_CASE("a smaller image is padded or enlarged, the box with it") {
  const Scene scene = scene_of({20, 30}, {{{22, 3, 29, 12}, 1}});
  const std::string less = kOp.substr(0, kOp.size() - 1);
  for (int i = 0; i < 50; ++i) {
    for (const std::string how : {"pad", "resize"}) {
      const Step step = step_in(less + R"(, "if_smaller": ")" + how + "\"}", scene, std::to_string(i));
      CHECK(holds(window_of(step), {22, 3, 29, 12}));
      CHECK(step.makes_area == (how == "pad"));
    }
  }
  CHECK_FALSE(try_in(less + R"(, "if_smaller": "error"})", scene));
}

TEST_CASE("without boxes it is random_crop") {
  for (int i = 0; i < 20; ++i) {
    const Step step = step_of(kOp, {90, 120}, std::to_string(i));
    const Step same = step_of(R"({"op": "random_crop", "height": 32, "width": 40})", {90, 120}, std::to_string(i));
    CHECK(step.to_input.m == same.to_input.m);
  }
}
