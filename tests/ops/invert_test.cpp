#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("invert is its own inverse and exact") {
  CHECK(ints_of(applied(R"({"op": "invert"})", bytes({1, 3}, 1, {0, 1, 255}))) == std::vector{255, 254, 0});
  CHECK(values_of<std::uint16_t>(applied(R"({"op": "invert"})", image_of<std::uint16_t>({1, 2}, 1, {0, 40000}))) ==
        std::vector<std::uint16_t>{65535, 25535});
  CHECK(values_of<float>(applied(R"({"op": "invert"})", floats({1, 2}, 1, {0.25F, 1.5F}))) ==
        std::vector{0.75F, -0.5F});
  for (const DType dtype : {DType::uint8, DType::uint16}) {
    const Image image = pattern({40, 40}, 3, dtype);
    CHECK(same(applied(R"({"op": "invert"})", applied(R"({"op": "invert"})", image)), image));
  }
}
