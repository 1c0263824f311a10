#include "ops/scene_fixture.h"

using namespace augshard;
using namespace augshard::scene_test;

namespace {

bool within(const Rect& hole, const Rect& place) {
  return hole.x >= place.x && hole.y >= place.y && hole.x + hole.width <= place.x + place.width &&
         hole.y + hole.height <= place.y + place.height;
}

}  // namespace

TEST_CASE("constrained_coarse_dropout erases within the bounds of the objects of a mask") {
  const Image mask = mask_of({"0000000000", "0111100000", "0111102222", "0000002222", "9900002222"});
  for (int record = 0; record < 30; ++record) {
    const Erasure erasure =
        erasure_of(R"({"op": "constrained_coarse_dropout", "holes": 2})", scene_of(mask), std::to_string(record));
    REQUIRE(erasure.rects.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(within(erasure.rects[i], i < 2 ? Rect{1, 1, 4, 2} : Rect{6, 2, 4, 3}));
    }
  }
}

TEST_CASE("constrained_coarse_dropout can take the boxes, and some labels only") {
  const Image mask = mask_of({"00", "00"});
  const Scene scene = scene_of(mask, {{{10, 10, 50, 40}, 1}, {{100.5, 20.5, 180, 60}, 2}});
  const Erasure erasure = erasure_of(
      R"({"op": "constrained_coarse_dropout", "within": "boxes", "labels": [2], "holes": 3, "height_frac": 0.5, "width_frac": 0.25})",
      scene);
  REQUIRE(erasure.rects.size() == 3);
  for (const Rect& hole : erasure.rects) {
    CHECK(within(hole, {100, 20, 80, 40}));
    CHECK(hole.height == 20);
    CHECK(hole.width == 20);
  }
}

TEST_CASE("constrained_coarse_dropout erases nothing where there is no object") {
  const Image mask = mask_of({"0009", "0000"});
  CHECK(erasure_of(R"({"op": "constrained_coarse_dropout"})", scene_of(mask)).rects.empty());
}
