#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("the upper bits stay") {
  CHECK(ints_of(applied(R"({"op": "posterize", "bits": 3})", bytes({1, 4}, 1, {31, 32, 200, 255}))) ==
        std::vector{0, 32, 192, 224});
  CHECK(values_of<std::uint16_t>(
            applied(R"({"op": "posterize", "bits": 3})", image_of<std::uint16_t>({1, 3}, 1, {8191, 8192, 65535}))) ==
        std::vector<std::uint16_t>{0, 8192, 57344});
}

TEST_CASE("all bits are the identity") {
  CHECK(is_identity(R"({"op": "posterize", "bits": 16})"));
  const Image image = pattern({9, 9}, 3, DType::uint8);
  CHECK(same(applied(R"({"op": "posterize", "bits": 8})", image), image));
}

TEST_CASE("the default draws from 4 to 8 bits") {
  const BoundOp op = bound(R"({"op": "posterize"})");
  const Image image = pattern({64, 64}, 1, DType::uint8);
  std::vector<int> kept;
  for (int record = 0; record < 60; ++record) {
    int ored = 0;
    for (const int v : ints_of(applied(op, image, std::to_string(record)))) ored |= v;
    kept.push_back(__builtin_popcount(static_cast<unsigned>(ored)));
  }
  CHECK(*std::min_element(kept.begin(), kept.end()) == 4);
  CHECK(*std::max_element(kept.begin(), kept.end()) == 8);
}
