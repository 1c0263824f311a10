#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

Erasure erased(const std::string& json, Size size, const std::string& record = "record") {
  const BoundOp op = bound(json);
  Draws draws = draws_of(record);
  return std::get<RegionsKernel>(op.info->kernel)(op.params.get(), Scene{.size = size}, draws);
}

}  // namespace

TEST_CASE("one rectangle of the asked area and ratio, inside the frame") {
  for (int record = 0; record < 50; ++record) {
    const Erasure e =
        erased(R"({"op": "random_erasing", "area_frac": 0.1, "ratio": 2})", {200, 300}, std::to_string(record));
    REQUIRE(e.rects.size() == 1);
    const Rect r = e.rects[0];
    CHECK(r.width == 110);  // sqrt(6000 * 2)
    CHECK(r.height == 55);
    CHECK((r.x >= 0 && r.y >= 0 && r.x + r.width <= 300 && r.y + r.height <= 200));
  }
}

TEST_CASE("a frame too narrow for the ratio: the rectangle keeps its area") {
  const Erasure e = erased(R"({"op": "random_erasing", "area_frac": 0.5, "ratio": 4})", {200, 40});
  CHECK((e.rects[0].width == 40 && e.rects[0].height == 100));
  const Erasure low = erased(R"({"op": "random_erasing", "area_frac": 0.5, "ratio": 0.25})", {40, 200});
  CHECK((low.rects[0].width == 100 && low.rects[0].height == 40));
}

TEST_CASE("area 0 erases nothing, the whole area everything") {
  CHECK(erased(R"({"op": "random_erasing", "area_frac": 0})", {10, 10}).rects.empty());
  const Erasure all = erased(R"({"op": "random_erasing", "area_frac": 1})", {10, 30});
  CHECK((all.rects[0].width == 30 && all.rects[0].height == 10));
}

TEST_CASE("fill says what stands there") {
  CHECK(erased(R"({"op": "random_erasing"})", {9, 9}).paint == Erasure::Paint::noise);
  CHECK(erased(R"({"op": "random_erasing", "fill": "mean"})", {9, 9}).paint == Erasure::Paint::mean);
  const Erasure value = erased(R"({"op": "random_erasing", "fill": "value", "value": 0.5, "mask_fill": 7})", {9, 9});
  CHECK(value.paint == Erasure::Paint::fill);
  CHECK(value.fill == std::vector{0.5});
  CHECK(value.mask_fill == 7);
}

TEST_CASE("noise differs from record to record") {
  CHECK(erased(R"({"op": "random_erasing"})", {9, 9}, "a").noise_key !=
        erased(R"({"op": "random_erasing"})", {9, 9}, "b").noise_key);
}
