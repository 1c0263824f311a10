#include "ops/scene_fixture.h"

using namespace augshard;
using namespace augshard::scene_test;

namespace {

const Image& three_things() {
  static const Image mask = mask_of({"1100000", "1100220", "0000200", "9003330", "9003330"});
  return mask;
}

}  // namespace

TEST_CASE("mask_dropout erases whole objects, none of the ignored labels") {
  for (int record = 0; record < 30; ++record) {
    const Erasure erasure =
        erasure_of(R"({"op": "mask_dropout", "objects": 1})", scene_of(three_things()), std::to_string(record));
    const auto ids = three_things().values<std::uint8_t>();
    const auto area = erasure.area.values<std::uint8_t>();
    int erased = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (area[i] != 0) erased = ids[i];
    }
    CHECK((erased >= 1 && erased <= 3));
    for (std::size_t i = 0; i < ids.size(); ++i) CHECK((area[i] != 0) == (ids[i] == erased));
  }
}

TEST_CASE("mask_dropout erases all objects where more are asked for, and none without a mask") {
  CHECK(area_of(erasure_of(R"({"op": "mask_dropout", "objects": 9})", scene_of(three_things()))) == 4 + 3 + 6);
  CHECK(area_of(erasure_of(R"({"op": "mask_dropout", "objects": 9})", Scene{.size = {4, 4}})) == 0);
}

TEST_CASE("mask_dropout draws every object as often as the others") {
  std::array<int, 4> counts{};
  for (int record = 0; record < 600; ++record) {
    const auto erased =
        area_of(erasure_of(R"({"op": "mask_dropout"})", scene_of(three_things()), std::to_string(record)));
    ++counts.at(erased == 4 ? 1 : erased == 3 ? 2 : 3);
  }
  for (const std::size_t thing : {1U, 2U, 3U}) CHECK(std::abs(counts.at(thing) - 200) < 60);
}
