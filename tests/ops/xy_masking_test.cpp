#include "ops/scene_fixture.h"

using namespace augshard;
using namespace augshard::scene_test;

TEST_CASE("xy_masking erases stripes from edge to edge") {
  const Scene scene{.size = {60, 100}};
  for (int record = 0; record < 30; ++record) {
    const Erasure erasure =
        erasure_of(R"({"op": "xy_masking", "columns": 2, "rows": 3, "width_frac": 0.1, "height_frac": [0.05, 0.2]})",
                   scene, std::to_string(record));
    REQUIRE(erasure.rects.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) {
      const Rect& r = erasure.rects[i];
      if (i < 2) {
        CHECK((r.width == 10 && r.height == 60 && r.y == 0 && r.x >= 0 && r.x + r.width <= 100));
      } else {
        CHECK((r.width == 100 && r.height >= 3 && r.height <= 12 && r.x == 0 && r.y >= 0 && r.y + r.height <= 60));
      }
    }
  }
}

TEST_CASE("a stripe of xy_masking has at least one pixel") {
  const Erasure erasure =
      erasure_of(R"({"op": "xy_masking", "columns": 1, "rows": 0, "width_frac": 0})", Scene{.size = {8, 8}});
  REQUIRE(erasure.rects.size() == 1);
  CHECK(erasure.rects[0].width == 1);
}
