#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

std::vector<int> erased_pixels(const std::string& json, Size size, const std::string& record) {
  const BoundOp op = bound(json);
  Draws draws = draws_of(record);
  const Erasure erasure = std::get<RegionsKernel>(op.info->kernel)(op.params.get(), Scene{.size = size}, draws);
  std::vector<int> hits(static_cast<std::size_t>(size.height * size.width));
  for (const Rect& r : erasure.rects) {
    for (int y = r.y; y < r.y + r.height; ++y) {
      for (int x = r.x; x < r.x + r.width; ++x) ++hits.at(static_cast<std::size_t>(y * size.width + x));
    }
  }
  return hits;
}

}  // namespace

TEST_CASE("squares of ratio x unit repeat every unit over the whole frame") {
  for (int record = 0; record < 10; ++record) {
    const auto hits =
        erased_pixels(R"({"op": "grid_dropout", "unit_px": 8, "ratio": 0.5})", {40, 48}, std::to_string(record));
    CHECK(std::count(hits.begin(), hits.end(), 1) == 40 * 48 / 4);
    CHECK(std::count(hits.begin(), hits.end(), 0) == 40 * 48 * 3 / 4);
    for (std::size_t y = 0; y + 8 < 40; ++y) {
      for (std::size_t x = 0; x + 8 < 48; ++x) {
        CHECK(hits[y * 48 + x] == hits[(y + 8) * 48 + x]);
        CHECK(hits[y * 48 + x] == hits[y * 48 + x + 8]);
      }
    }
  }
}

TEST_CASE("ratio 0 erases nothing, ratio 1 everything") {
  const auto none = erased_pixels(R"({"op": "grid_dropout", "ratio": 0})", {20, 20}, "a");
  CHECK(std::count(none.begin(), none.end(), 0) == 400);
  const auto all = erased_pixels(R"({"op": "grid_dropout", "ratio": 1})", {20, 20}, "a");
  CHECK(std::count(all.begin(), all.end(), 1) == 400);
}
