#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("the mean of the square, borders reflected") {
  const Image image = bytes({3, 3}, 1, {0, 0, 0, 0, 90, 0, 0, 0, 0});
  const auto result = ints_of(applied(R"({"op": "box_blur", "ksize": 3})", image));
  CHECK(result == std::vector{40, 20, 40, 20, 10, 20, 40, 20, 40});
  const auto exact =
      values_of<float>(applied(R"({"op": "box_blur", "ksize": 3})", floats({1, 3}, 1, {0.0F, 0.9F, 0.3F})));
  CHECK(exact[1] == doctest::Approx(0.4));
  CHECK(exact[0] == doctest::Approx(0.6));
}

TEST_CASE("ksize 1 is the identity, flat images keep their value, even sizes are refused") {
  CHECK(is_identity(R"({"op": "box_blur", "ksize": 1})"));
  for (const char* json : {R"({"op": "box_blur", "ksize": 7})", R"({"op": "box_blur", "ksize": 63})"}) {
    Image flat({9, 80}, 3, DType::uint8);
    for (std::uint8_t& v : flat.values<std::uint8_t>()) v = 201;
    CHECK(same(applied(json, flat), flat));
  }
  CHECK(refused(R"({"op": "box_blur", "ksize": 2})", "rule"));
}
