#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("all six orders of three channels come up, pixels stay together") {
  const BoundOp op = bound(R"({"op": "channel_shuffle"})");
  std::vector<std::vector<int>> seen;
  for (int record = 0; record < 100; ++record) {
    const auto values = ints_of(applied(op, rgb({1, 2, 3, 11, 12, 13}), std::to_string(record)));
    for (std::size_t c = 0; c < 3; ++c) CHECK(values[c] + 10 == values[c + 3]);
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    CHECK(sorted == std::vector{1, 2, 3, 11, 12, 13});
    if (std::find(seen.begin(), seen.end(), values) == seen.end()) seen.push_back(values);
  }
  CHECK(seen.size() == 6);
}

TEST_CASE("one channel stays as it is") {
  const Image image = pattern({4, 5}, 1, DType::uint16);
  CHECK(same(applied(R"({"op": "channel_shuffle"})", image), image));
}
