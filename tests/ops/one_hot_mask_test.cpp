#include "ops/scene_fixture.h"

using namespace augshard;
using namespace augshard::scene_test;

TEST_CASE("one_hot_mask has a plane a class, and nothing in any plane for other ids") {
  const Image planes = applied(R"({"op": "one_hot_mask", "classes": 3})", mask_of({"0129", "2103"}));
  CHECK(planes.channels() == 3);
  CHECK(ints_of(planes) == std::vector{1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0});
}

TEST_CASE("one_hot_mask in float32 may be blended, in uint8 it may not") {
  const auto kind = [](const std::string& json) {
    const BoundOp op = bound(json);
    return op.info->mask_kind(op.params.get());
  };
  CHECK(kind(R"({"op": "one_hot_mask", "classes": 3, "dtype": "float32"})") == MaskKind::heatmap);
  CHECK(kind(R"({"op": "one_hot_mask", "classes": 3})") == MaskKind::binary);
  CHECK(applied(R"({"op": "one_hot_mask", "classes": 2, "dtype": "float32"})", mask_of({"1"})).values<float>()[1] ==
        1.0F);
}
