#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("gamma 1 is the identity") { CHECK(is_identity(R"({"op": "gamma", "gamma": 1})")); }

TEST_CASE("values are raised to the power on the scale 0..1") {
  CHECK(ints_of(applied(R"({"op": "gamma", "gamma": 2})", bytes({1, 4}, 1, {0, 51, 128, 255}))) ==
        std::vector{0, 10, 64, 255});
  CHECK(ints_of(applied(R"({"op": "gamma", "gamma": 0.5})", bytes({1, 2}, 1, {64, 255}))) == std::vector{128, 255});
  CHECK(values_of<std::uint16_t>(
            applied(R"({"op": "gamma", "gamma": 2})", image_of<std::uint16_t>({1, 2}, 1, {6554, 65535}))) ==
        std::vector<std::uint16_t>{655, 65535});
  const auto result =
      values_of<float>(applied(R"({"op": "gamma", "gamma": 2})", floats({1, 3}, 1, {0.5F, 3.0F, -0.5F})));
  CHECK(result[0] == doctest::Approx(0.25));
  CHECK(result[1] == doctest::Approx(9));
  CHECK(result[2] == doctest::Approx(-0.25));
}

TEST_CASE("small and large 16-bit images go different ways to the same values") {
  const Image large = pattern({300, 300}, 1, DType::uint16);
  Image small({1, 300}, 1, DType::uint16);
  std::copy_n(large.bytes().begin(), small.byte_count(), small.bytes().begin());
  const Image a = applied(R"({"op": "gamma", "gamma": 1.7})", large);
  const Image b = applied(R"({"op": "gamma", "gamma": 1.7})", small);
  CHECK(std::equal(b.bytes().begin(), b.bytes().end(), a.bytes().begin()));
}

TEST_CASE("over the image's own range the smallest and the largest value stay") {
  const std::string squared = R"({"op": "gamma", "gamma": 2, "range": "image"})";
  // 100 to 200: half of it becomes a quarter.
  CHECK(ints_of(applied(squared, bytes({1, 3}, 1, {100, 150, 200}))) == std::vector{100, 125, 200});
  CHECK(values_of<float>(applied(squared, floats({1, 3}, 1, {-1.0F, 1.0F, 3.0F}))) == std::vector{-1.0F, 0.0F, 3.0F});
  const Image flat = bytes({1, 2}, 1, {77, 77});
  CHECK(same(applied(squared, flat), flat));
}
