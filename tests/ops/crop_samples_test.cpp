#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

namespace {

/// Labels 0 left, 3 in the middle, 8 right, and a column of 255.
Image striped() {
  Image mask({40, 60}, 1, DType::uint8);
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 60; ++x) mask.row<std::uint8_t>(y)[x] = x < 20 ? 0 : x < 40 ? 3 : x < 59 ? 8 : 255;
  }
  return mask;
}

Scene copy_of(const Image& mask, int copy, int copies) {
  Scene scene{.size = mask.size()};
  scene.label_mask = [&mask](std::string_view) { return &mask; };
  scene.copy = copy;
  scene.copies = copies;
  return scene;
}

/// The label in the middle of the window; windows of odd sides away from the edges are centred on their pixel.
int label_at_centre(const Image& mask, const Step& step) {
  const Box window = window_of(step);
  return mask.row<std::uint8_t>(
      static_cast<int>((window.y0 + window.y1) / 2))[static_cast<int>((window.x0 + window.x1) / 2)];
}

}  // namespace

TEST_CASE("pos_neg: odd copies stand on foreground, even ones do not") {
  const Image mask = striped();
  for (int i = 0; i < 100; ++i) {
    for (int copy = 1; copy <= 4; ++copy) {
      const Step step =
          step_in(R"({"op": "crop_samples", "height": 1, "width": 1})", copy_of(mask, copy, 4), std::to_string(i));
      const int label = label_at_centre(mask, step);
      CHECK((label == 3 || label == 8) == (copy % 2 == 1));
    }
  }
}

TEST_CASE("per_class: the foreground labels of the image in turn") {
  const Image mask = striped();
  for (int i = 0; i < 50; ++i) {
    for (int copy = 1; copy <= 5; ++copy) {
      const Step step = step_in(R"({"op": "crop_samples", "height": 1, "width": 1, "by": "per_class"})",
                                copy_of(mask, copy, 5), std::to_string(i));
      CHECK(label_at_centre(mask, step) == (copy % 2 == 1 ? 3 : 8));
    }
  }
}

TEST_CASE("windows are centred on their pixel and moved into the image") {
  Image mask = blank({40, 60});
  mask.row<std::uint8_t>(20)[30] = 1;
  CHECK(window_of(step_in(R"({"op": "crop_samples", "height": 5, "width": 7})", copy_of(mask, 1, 1))) ==
        Box{27, 18, 34, 23});
  Image corner = blank({40, 60});
  corner.row<std::uint8_t>(39)[0] = 1;
  CHECK(window_of(step_in(R"({"op": "crop_samples", "height": 6, "width": 8})", copy_of(corner, 1, 1))) ==
        Box{0, 34, 8, 40});
}

TEST_CASE("n samples: fewer copies are refused, more are left out or begin again") {
  const Image mask = striped();
  const std::string op = R"({"op": "crop_samples", "height": 5, "width": 5, "n": 3)";
  CHECK_FALSE(try_in(op + "}", copy_of(mask, 1, 2)));
  CHECK_FALSE(step_in(op + "}", copy_of(mask, 3, 5)).leaves_out);
  CHECK(step_in(op + "}", copy_of(mask, 4, 5)).leaves_out);
  CHECK_FALSE(step_in(op + R"(, "surplus": "repeat"})", copy_of(mask, 4, 5)).leaves_out);
  // Not set, every copy is a sample.
  CHECK_FALSE(step_in(R"({"op": "crop_samples", "height": 5, "width": 5})", copy_of(mask, 7, 7)).leaves_out);
}

TEST_CASE("without a mask, or without such labels, the window is anywhere") {
  const Image background = blank({40, 60});
  for (const std::string by : {"pos_neg", "per_class"}) {
    const std::string op = R"({"op": "crop_samples", "height": 9, "width": 9, "by": ")" + by + "\"}";
    CHECK(holds(frame_of({40, 60}), window_of(step_in(op, copy_of(background, 1, 2)))));
    CHECK(varies(op, {40, 60}));
  }
}
