#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("a horizontal line averages along x, a vertical one along y") {
  const Image image = bytes({3, 5}, 1, {0, 0, 0, 0, 0, 0, 0, 90, 0, 0, 0, 0, 0, 0, 0});
  CHECK(ints_of(applied(R"({"op": "motion_blur", "ksize": 3, "angle_deg": 0})", image)) ==
        std::vector{0, 0, 0, 0, 0, 0, 30, 30, 30, 0, 0, 0, 0, 0, 0});
  CHECK(ints_of(applied(R"({"op": "motion_blur", "ksize": 3, "angle_deg": 90})", image)) ==
        std::vector{0, 0, 60, 0, 0, 0, 0, 30, 0, 0, 0, 0, 60, 0, 0});  // the middle row is reflected
}

TEST_CASE("a positive angle points up on the right") {
  Image image({9, 9}, 1, DType::float32);
  std::ranges::fill(image.values<float>(), 0.0F);
  image.row<float>(4)[4] = 1;
  const Image result = applied(R"({"op": "motion_blur", "ksize": 5, "angle_deg": 30})", image);
  CHECK(result.row<float>(3)[6] > 0.05F);
  CHECK(result.row<float>(5)[6] == 0.0F);
  CHECK(mean_of(result) == doctest::Approx(1.0 / 81));
}

TEST_CASE("ksize 1 is the identity, flat images keep their value, even sizes are refused") {
  CHECK(is_identity(R"({"op": "motion_blur", "ksize": 1})"));
  for (const int angle : {0, 17, 45, 133}) {
    for (const int ksize : {3, 15, 63}) {
      const BoundOp op = bound(op_json("motion_blur", {{"ksize", ksize}, {"angle_deg", angle}}));
      Image flat({5, 8}, 3, DType::uint8);
      for (std::uint8_t& v : flat.values<std::uint8_t>()) v = 255;
      CHECK(same(applied(op, flat), flat));
    }
  }
  CHECK(refused(R"({"op": "motion_blur", "ksize": 6})", "rule"));
}
