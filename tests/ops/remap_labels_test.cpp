#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("ids in the map change, all others become other") {
  const Image mask = bytes({1, 5}, 1, {0, 7, 8, 7, 200});
  CHECK(ints_of(applied(R"({"op": "remap_labels", "map": {"7": 0, "0": 3}})", mask)) == std::vector{3, 0, 255, 0, 255});
  CHECK(ints_of(applied(R"({"op": "remap_labels", "map": {"7": 0}, "other": 9})", mask)) == std::vector{9, 0, 9, 0, 9});
  CHECK(ints_of(applied(R"({"op": "remap_labels", "map": {"7": 0}, "other": null})", mask)) ==
        std::vector{0, 0, 8, 0, 200});
}

TEST_CASE("the map is applied once: swapped ids change places") {
  CHECK(ints_of(applied(R"({"op": "remap_labels", "map": {"1": 2, "2": 1}, "other": null})",
                        bytes({1, 4}, 1, {1, 2, 1, 3}))) == std::vector{2, 1, 2, 3});
}

TEST_CASE("an identical map is the identity") {
  for (const DType dtype : {DType::uint8, DType::uint16, DType::int32}) {
    const Image mask = pattern({9, 9}, 1, dtype);
    CHECK(same(applied(R"({"op": "remap_labels", "map": {"4": 4}, "other": null})", mask), mask));
  }
}

TEST_CASE("masks become wider where a new id needs it") {
  const Image mask = bytes({1, 3}, 1, {1, 2, 3});
  CHECK(values_of<std::uint16_t>(applied(R"({"op": "remap_labels", "map": {"1": 300}})", mask)) ==
        std::vector<std::uint16_t>{300, 255, 255});
  CHECK(values_of<std::int32_t>(applied(R"({"op": "remap_labels", "map": {"1": 70000}, "other": null})", mask)) ==
        std::vector<std::int32_t>{70000, 2, 3});
  const Image wide = image_of<std::uint16_t>({1, 2}, 1, {500, 1});
  CHECK(values_of<std::uint16_t>(applied(R"({"op": "remap_labels", "map": {"500": 1}})", wide)) ==
        std::vector<std::uint16_t>{1, 255});
}
