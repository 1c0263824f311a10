#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("alpha 0 is the identity and flat areas stay") {
  CHECK(is_identity(R"({"op": "sharpen", "alpha": 0})"));
  Image flat({4, 4}, 3, DType::uint16);
  for (std::uint16_t& v : flat.values<std::uint16_t>()) v = 54321;
  CHECK(same(applied(R"({"op": "sharpen", "alpha": 1})", flat), flat));
}

TEST_CASE("value + alpha (8 value - neighbours), borders reflected") {
  const Image image = bytes({3, 3}, 1, {100, 100, 100, 100, 110, 100, 100, 100, 100});
  const auto result = ints_of(applied(R"({"op": "sharpen", "alpha": 0.5})", image));
  CHECK(result[4] == 150);
  CHECK(result[0] == 80);  // its four diagonal neighbours are the centre
  CHECK(result[1] == 90);  // reflected, the centre is above and below it
  const auto exact =
      values_of<float>(applied(R"({"op": "sharpen", "alpha": 0.5})", floats({1, 3}, 1, {0.0F, 0.5F, 0.0F})));
  CHECK(exact[1] == doctest::Approx(0.5 + 0.5 * (4 - 1)));
}
