#include "ops/scene_fixture.h"

using namespace augshard;
using namespace augshard::scene_test;

TEST_CASE("pixel_dropout erases the share asked for, each pixel on its own") {
  const Scene scene{.size = {200, 300}};
  const Erasure erasure = erasure_of(R"({"op": "pixel_dropout", "drop_frac": 0.1})", scene);
  CHECK(erasure.area.size() == scene.size);
  // Six deviations of a binomial.
  CHECK(std::fabs(static_cast<double>(area_of(erasure)) - 6000) < 6 * std::sqrt(60000 * 0.1 * 0.9));
  std::int64_t pairs = 0;
  const auto area = erasure.area.values<std::uint8_t>();
  for (std::size_t i = 1; i < area.size(); ++i) pairs += area[i] != 0 && area[i - 1] != 0 ? 1 : 0;
  CHECK(std::fabs(static_cast<double>(pairs) - 600) < 160);
}

TEST_CASE("pixel_dropout erases nothing at 0 and all at 1") {
  const Scene scene{.size = {31, 17}};
  CHECK(area_of(erasure_of(R"({"op": "pixel_dropout", "drop_frac": 0})", scene)) == 0);
  CHECK(area_of(erasure_of(R"({"op": "pixel_dropout", "drop_frac": 1})", scene)) == 31 * 17);
}
