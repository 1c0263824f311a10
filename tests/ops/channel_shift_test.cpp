#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("a constant is added to all channels, as a fraction of the range") {
  CHECK(ints_of(applied(R"({"op": "channel_shift", "shift": 0.2})", rgb({0, 100, 250}))) == std::vector{51, 151, 255});
  CHECK(values_of<float>(applied(R"({"op": "channel_shift", "shift": -0.5})", floats({1, 2}, 1, {0.25F, 2.0F}))) ==
        std::vector{-0.25F, 1.5F});
  CHECK(is_identity(R"({"op": "channel_shift", "shift": 0})"));
}

TEST_CASE("each channel gets a number of its own, the same for all pixels") {
  const auto values = ints_of(applied(R"({"op": "channel_shift"})", rgb({100, 100, 100, 120, 120, 120})));
  CHECK_FALSE((values[0] == values[1] && values[1] == values[2]));
  for (std::size_t c = 0; c < 3; ++c) CHECK(values[c] + 20 == values[c + 3]);
}
