#include "ops/mix_fixture.h"

using namespace augshard;
using namespace augshard::mix_test;

namespace {

constexpr Size kCutmixSize{100, 200};

Rect window_of(const std::string& json, const std::string& record) {
  const Mix mix = mixed(json, {kCutmixSize, kCutmixSize}, record);
  REQUIRE(mix.layers.size() == 2);
  CHECK((mix.canvas == kCutmixSize && mix.layers[1].share == 1 && mix.layers[1].x == 0 && mix.layers[1].y == 0));
  return mix.layers[1].window;
}

}  // namespace

TEST_CASE("the rectangle has the rest of the record's share, in the frame's shape") {
  for (const auto& [share, width, height] :
       {std::tuple{0.75, 100, 50}, {0.0, 200, 100}, {0.36, 160, 80}, {1.0, 0, 0}}) {
    const Rect window = window_of(R"({"op": "cutmix", "share": )" + std::to_string(share) + "}", "record");
    CHECK(window.width == width);
    CHECK(window.height == height);
  }
}

TEST_CASE("its centre lies anywhere in the frame, so that it may overhang") {
  int overhanging = 0;
  double sum = 0;
  for (int i = 0; i < 400; ++i) {
    const Rect window = window_of(R"({"op": "cutmix", "share": 0.75})", std::to_string(i));
    const int x = window.x + window.width / 2;
    const int y = window.y + window.height / 2;
    CHECK((x >= 0 && x < 200 && y >= 0 && y < 100));
    sum += x;
    overhanging += window.x < 0 || window.x + window.width > 200 ? 1 : 0;
  }
  CHECK(sum / 400 == doctest::Approx(100).epsilon(0.08));
  CHECK(overhanging == doctest::Approx(200).epsilon(0.2));
}
