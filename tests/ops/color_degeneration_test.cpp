#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("factor 0 and gray images stay as they are") {
  CHECK(is_identity(R"({"op": "color_degeneration", "factor": 0})"));
  const Image gray = pattern({5, 7}, 1, DType::uint8);
  CHECK(same(applied(R"({"op": "color_degeneration", "factor": 1})", gray), gray));
}

TEST_CASE("factor 1 is to_gray") {
  for (const DType dtype : {DType::uint8, DType::uint16}) {
    const Image image = pattern({20, 31}, 3, dtype);
    CHECK(same(applied(R"({"op": "color_degeneration", "factor": 1})", image), applied(R"({"op": "to_gray"})", image)));
  }
}

TEST_CASE("every channel moves its share of the way to the luma") {
  // luma of (200, 100, 40) = 59.8 + 58.7 + 4.56 = 123.06
  CHECK(ints_of(applied(R"({"op": "color_degeneration", "factor": 0.25})", rgb({200, 100, 40}))) ==
        std::vector{181, 106, 61});
  CHECK(difference_over_types(R"({"op": "color_degeneration", "factor": 0.6})") < 1e-6);
}
