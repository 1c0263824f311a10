#include "ops/scene_fixture.h"

using namespace augshard;
using namespace augshard::scene_test;

TEST_CASE("grid_mask erases the square of the ratio, whatever the turn") {
  for (const char* angle : {"0", "30", "45", "[0, 360]"}) {
    CAPTURE(angle);
    const std::string json =
        R"({"op": "grid_mask", "unit_px": 20, "ratio": 0.6, "angle_deg": )" + std::string(angle) + "}";
    const Erasure erasure = erasure_of(json, Scene{.size = {400, 400}});
    CHECK(static_cast<double>(area_of(erasure)) / 160000 == doctest::Approx(0.36).epsilon(0.03));
  }
}

TEST_CASE("a grid that is not turned repeats each unit, in squares of whole pixels") {
  const Erasure erasure =
      erasure_of(R"({"op": "grid_mask", "unit_px": 16, "ratio": 0.5, "angle_deg": 0})", Scene{.size = {64, 96}});
  for (int y = 0; y < 64; ++y) {
    const auto* row = erasure.area.row<std::uint8_t>(y);
    for (int x = 0; x + 16 < 96; ++x) CHECK(row[x] == row[x + 16]);
    if (y + 16 < 64) CHECK(std::equal(row, row + 96, erasure.area.row<std::uint8_t>(y + 16)));
  }
}

TEST_CASE("grid_mask erases nothing at ratio 0 and all at 1") {
  const Scene scene{.size = {20, 30}};
  CHECK(area_of(erasure_of(R"({"op": "grid_mask", "ratio": 0})", scene)) == 0);
  CHECK(area_of(erasure_of(R"({"op": "grid_mask", "ratio": 1})", scene)) == 600);
}
