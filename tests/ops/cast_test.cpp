#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("ranges map to each other, halves to even, clipped") {
  const Image narrow = bytes({1, 3}, 1, {0, 1, 255});
  CHECK(values_of<std::uint16_t>(applied(R"({"op": "cast", "dtype": "uint16"})", narrow)) ==
        std::vector<std::uint16_t>{0, 257, 65535});
  CHECK(values_of<float>(applied(R"({"op": "cast", "dtype": "float32"})", narrow)) ==
        std::vector{0.0F, 1.0F / 255, 1.0F});
  const Image wide = image_of<std::uint16_t>({1, 4}, 1, {128, 129, 257, 65535});
  CHECK(ints_of(applied(R"({"op": "cast", "dtype": "uint8"})", wide)) == std::vector{0, 1, 1, 255});
  const Image fractions = floats({1, 5}, 1, {-1.0F, 0.5F, 0.25F, 7.0F, std::nanf("")});
  CHECK(ints_of(applied(R"({"op": "cast", "dtype": "uint8"})", fractions)) == std::vector{0, 128, 64, 255, 0});
}

TEST_CASE("integers survive the trip through wider types") {
  Image image({16, 16}, 1, DType::uint8);
  for (std::size_t i = 0; i < 256; ++i) image.values<std::uint8_t>()[i] = static_cast<std::uint8_t>(i);
  for (const char* json : {R"({"op": "cast", "dtype": "uint16"})", R"({"op": "cast", "dtype": "float32"})"}) {
    CHECK(same(applied(R"({"op": "cast", "dtype": "uint8"})", applied(json, image)), image));
  }
}

TEST_CASE("the type must be named, and an image of that type stays as it is") {
  CHECK(refused(R"({"op": "cast"})", "missing-parameter"));
  CHECK(refused(R"({"op": "cast", "dtype": "float16"})", "choice"));
  const Image image = floats({1, 2}, 1, {-3.5F, 9.25F});
  CHECK(same(applied(R"({"op": "cast", "dtype": "float32"})", image), image));
}
