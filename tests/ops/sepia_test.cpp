#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("strength 0 and gray images stay as they are") {
  CHECK(is_identity(R"({"op": "sepia", "strength": 0})"));
  const Image gray = pattern({5, 7}, 1, DType::uint16);
  CHECK(same(applied(R"({"op": "sepia"})", gray), gray));
}

TEST_CASE("the three weighted sums, clipped") {
  // 0.393 * 100 + 0.769 * 50 + 0.189 * 20 = 81.53 and so on
  CHECK(ints_of(applied(R"({"op": "sepia"})", rgb({100, 50, 20}))) == std::vector{82, 73, 57});
  CHECK(ints_of(applied(R"({"op": "sepia"})", rgb({255, 255, 255}))) == std::vector{255, 255, 239});
}

TEST_CASE("strength blends before rounding") {
  CHECK(ints_of(applied(R"({"op": "sepia", "strength": 0.5})", rgb({100, 50, 20}))) == std::vector{91, 61, 38});
  CHECK(difference_over_types(R"({"op": "sepia", "strength": 0.7})") < 1e-6);
}
