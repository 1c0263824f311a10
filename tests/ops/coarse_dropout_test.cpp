#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

Erasure erased(const char* json, Size size, const std::string& record = "record") {
  const BoundOp op = bound(json);
  Draws draws = draws_of(record);
  return std::get<RegionsKernel>(op.info->kernel)(op.params.get(), Scene{.size = size}, draws);
}

}  // namespace

TEST_CASE("number and sizes of the holes, all inside the frame") {
  for (int record = 0; record < 50; ++record) {
    const Erasure erasure = erased(R"({"op": "coarse_dropout"})", {100, 200}, std::to_string(record));
    CHECK((erasure.rects.size() >= 1 && erasure.rects.size() <= 8));
    for (const Rect& r : erasure.rects) {
      CHECK((r.height >= 5 && r.height <= 20 && r.width >= 10 && r.width <= 40));
      CHECK((r.x >= 0 && r.y >= 0 && r.x + r.width <= 200 && r.y + r.height <= 100));
    }
  }
}

TEST_CASE("no holes erase nothing; a hole of the whole frame erases all") {
  CHECK(erased(R"({"op": "coarse_dropout", "holes": 0})", {10, 10}).rects.empty());
  const Erasure all = erased(R"({"op": "coarse_dropout", "holes": 1, "height_frac": 1, "width_frac": 1})", {7, 9});
  REQUIRE(all.rects.size() == 1);
  CHECK((all.rects[0].x == 0 && all.rects[0].y == 0 && all.rects[0].width == 9 && all.rects[0].height == 7));
}

TEST_CASE("fills are handed on; masks are left alone unless mask_fill is set") {
  const Erasure plain = erased(R"({"op": "coarse_dropout"})", {50, 50});
  CHECK(plain.fill == std::vector{0.0});
  CHECK_FALSE(plain.mask_fill);
  const Erasure full = erased(R"({"op": "coarse_dropout", "fill": [0.1, 0.2, 0.3], "mask_fill": 255})", {50, 50});
  CHECK(full.fill == std::vector{0.1, 0.2, 0.3});
  CHECK(full.mask_fill == 255);
}

TEST_CASE("every place of the frame can be hit, the borders too") {
  bool left = false, right = false, top = false, bottom = false;
  for (int record = 0; record < 300; ++record) {
    const Erasure e = erased(R"({"op": "coarse_dropout", "holes": 1, "height_frac": 0.2, "width_frac": 0.2})", {10, 10},
                             std::to_string(record));
    left = left || e.rects[0].x == 0;
    top = top || e.rects[0].y == 0;
    right = right || e.rects[0].x == 8;
    bottom = bottom || e.rects[0].y == 8;
  }
  CHECK((left && right && top && bottom));
}
