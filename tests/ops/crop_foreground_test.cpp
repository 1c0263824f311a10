#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("crop_foreground cuts to the bounding box of the labels and a margin, within the image") {
  Image mask = blank({30, 40}, DType::uint16);
  mask.row<std::uint16_t>(7)[12] = 300;
  mask.row<std::uint16_t>(21)[39] = 4;
  mask.row<std::uint16_t>(29)[0] = 255;
  const Step tight = step_of(R"({"op": "crop_foreground"})", {30, 40}, "a", &mask);
  CHECK(window_of(tight) == Box{12, 7, 40, 22});
  const Step wide = step_of(R"({"op": "crop_foreground", "margin_px": 10})", {30, 40}, "a", &mask);
  CHECK(window_of(wide) == Box{2, 0, 40, 30});
  const Step other = step_of(R"({"op": "crop_foreground", "ignore_labels": [0, 300]})", {30, 40}, "a", &mask);
  CHECK(window_of(other) == Box{0, 21, 40, 30});
}

TEST_CASE("crop_foreground leaves an image without foreground, or without a mask, whole") {
  const Image empty = blank({30, 40});
  CHECK(window_of(step_of(R"({"op": "crop_foreground"})", {30, 40}, "a", &empty)) == frame_of({30, 40}));
  CHECK(window_of(step_of(R"({"op": "crop_foreground"})", {30, 40})) == frame_of({30, 40}));
}
