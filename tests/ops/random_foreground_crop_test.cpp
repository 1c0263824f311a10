#include <map>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

namespace {

/// Background 0, a few pixels of 1 and of 2 far apart, and a border of 255.
Image sparse() {
  Image mask({60, 80}, 1, DType::uint8);
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 80; ++x) mask.row<std::uint8_t>(y)[x] = x < 2 ? 255 : 0;
  }
  for (int i = 0; i < 4; ++i) mask.row<std::uint8_t>(5)[10 + i] = 1;
  for (int i = 0; i < 40; ++i) mask.row<std::uint8_t>(50 + i / 20)[55 + i % 20] = 2;
  return mask;
}

/// How many pixels of a label a window shows.
int shown(const Image& mask, const Step& step, int label) {
  const auto values = applied(step, mask, 77);
  return static_cast<int>(std::count(values.begin(), values.end(), label));
}

}  // namespace

TEST_CASE("the window holds foreground, in every record, and lies in the image") {
  const Image mask = sparse();
  int small = 0;
  for (int i = 0; i < 300; ++i) {
    const Step step =
        step_of(R"({"op": "random_foreground_crop", "height": 9, "width": 11})", {60, 80}, std::to_string(i), &mask);
    const Box window = window_of(step);
    CHECK(holds({0, 0, 80, 60}, window));
    CHECK(is_whole(window));
    CHECK(shown(mask, step, 1) + shown(mask, step, 2) > 0);
    small += shown(mask, step, 1) > 0 ? 1 : 0;
  }
  // Every foreground pixel is as likely as every other: 4 of 44 are of label 1.
  CHECK((small > 10 && small < 60));
}

TEST_CASE("the pixel may be anywhere in the window") {
  Image mask = blank({60, 80});
  mask.row<std::uint8_t>(30)[40] = 1;
  std::map<double, int> places;
  for (int i = 0; i < 400; ++i) {
    const Step step =
        step_of(R"({"op": "random_foreground_crop", "height": 4, "width": 5})", {60, 80}, std::to_string(i), &mask);
    ++places[40 - window_of(step).x0];
  }
  CHECK(places.size() == 5);
  for (const auto& [place, count] : places) CHECK((place >= 0 && place <= 4 && count > 40));
}

TEST_CASE("class_weights choose the label first, and take the place of ignore_labels") {
  const Image mask = sparse();
  int first = 0;
  for (int i = 0; i < 200; ++i) {
    const Step step = step_of(
        R"({"op": "random_foreground_crop", "height": 9, "width": 11, "class_weights": {"1": 3, "2": 1, "9": 100}})",
        {60, 80}, std::to_string(i), &mask);
    first += shown(mask, step, 1) > 0 ? 1 : 0;
  }
  CHECK((first > 120 && first < 180));
  const Step ignored =
      step_of(R"({"op": "random_foreground_crop", "height": 9, "width": 11, "class_weights": {"255": 1}})", {60, 80},
              "a", &mask);
  CHECK(shown(mask, ignored, 255) > 0);
}

TEST_CASE("ignore_labels are no foreground; without any, without a mask, or by chance the window is anywhere") {
  const Image mask = sparse();
  for (int i = 0; i < 50; ++i) {
    const Step step =
        step_of(R"({"op": "random_foreground_crop", "height": 9, "width": 11, "ignore_labels": [0, 2, 255]})", {60, 80},
                std::to_string(i), &mask);
    CHECK(shown(mask, step, 1) > 0);
  }
  const auto windows = [&](const std::string& more, const Image* seen) {
    std::map<double, int> lefts;
    for (int i = 0; i < 100; ++i) {
      const Step step = step_of(R"({"op": "random_foreground_crop", "height": 9, "width": 11)" + more + "}", {60, 80},
                                std::to_string(i), seen);
      CHECK(holds({0, 0, 80, 60}, window_of(step)));
      ++lefts[window_of(step).x0];
    }
    return lefts.size();
  };
  CHECK(windows("", nullptr) > 35);
  CHECK(windows(R"(, "foreground_prob": 0)", &mask) > 35);
  CHECK(windows(R"(, "ignore_labels": [0, 1, 2, 255])", &mask) > 35);
}

TEST_CASE("a smaller image is padded, enlarged or refused, and the foreground is still in sight") {
  Image mask = blank({6, 8});
  mask.row<std::uint8_t>(4)[7] = 3;
  for (const std::string how : {"pad", "resize"}) {
    for (int i = 0; i < 60; ++i) {
      const Step step =
          step_of(R"({"op": "random_foreground_crop", "height": 7, "width": 15, "if_smaller": ")" + how + R"("})",
                  {6, 8}, std::to_string(i), &mask);
      CHECK(step.output == Size{7, 15});
      CHECK(shown(mask, step, 3) > 0);
    }
  }
  const auto refused = try_step(R"({"op": "random_foreground_crop", "height": 7, "width": 15, "if_smaller": "error"})",
                                {6, 8}, "a", &mask);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "too-small");
}

TEST_CASE("the mask asked for is the one named") {
  Scene scene{.size = {40, 40}};
  std::string asked = "none";
  scene.label_mask = [&asked](std::string_view name) -> const Image* {
    asked = name;
    return nullptr;
  };
  step_in(R"({"op": "random_foreground_crop", "height": 8, "width": 8, "mask": "parts"})", scene);
  CHECK(asked == "parts");
  step_in(R"({"op": "random_foreground_crop", "height": 8, "width": 8})", scene);
  CHECK(asked.empty());
}
