#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("the drawn number of channels is filled, each of them at times") {
  const BoundOp op = bound(R"({"op": "channel_dropout", "channels": 1, "fill": 1})");
  std::vector<int> hits(3);
  for (int record = 0; record < 60; ++record) {
    const auto values = ints_of(applied(op, rgb({1, 2, 3}), std::to_string(record)));
    CHECK(std::count(values.begin(), values.end(), 255) == 1);
    for (std::size_t c = 0; c < 3; ++c) hits[c] += values[c] == 255 ? 1 : 0;
  }
  CHECK((hits[0] > 5 && hits[1] > 5 && hits[2] > 5));
}

TEST_CASE("at least one channel is left; none to drop is the identity") {
  const auto values = ints_of(applied(R"({"op": "channel_dropout", "channels": 9})", rgb({1, 2, 3})));
  CHECK(std::count(values.begin(), values.end(), 0) == 2);
  CHECK(is_identity(R"({"op": "channel_dropout", "channels": 0})"));
  const Image gray = bytes({1, 2}, 1, {4, 5});
  CHECK(same(applied(R"({"op": "channel_dropout"})", gray), gray));
}
