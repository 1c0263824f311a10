#include "ops/scene_fixture.h"

using namespace augshard;
using namespace augshard::scene_test;

TEST_CASE("generate_edge marks the two pixels that touch, by their sides") {
  CHECK(ints_of(applied(R"({"op": "generate_edge", "width_px": 2})", mask_of({"0011", "0011", "0000"}))) ==
        std::vector{0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1});
}

TEST_CASE("generate_edge has no line beside an ignored label, nor at the frame") {
  CHECK(ints_of(applied(R"({"op": "generate_edge"})", mask_of({"1199", "1199"}))) == std::vector<int>(8, 0));
  CHECK(ints_of(applied(R"({"op": "generate_edge"})", mask_of({"11", "11"}))) == std::vector<int>(4, 0));
}

TEST_CASE("a straight line of generate_edge is as wide as asked, to the next even number below") {
  std::vector<std::string> rows(20, std::string(20, '0') + std::string(20, '1'));
  for (const auto& [width, expected] : {std::pair(2, 2), std::pair(4, 4), std::pair(6, 6), std::pair(9, 8)}) {
    const auto edges =
        ints_of(applied(R"({"op": "generate_edge", "width_px": )" + std::to_string(width) + "}", mask_of(rows)));
    CHECK(std::count(edges.begin() + 200, edges.begin() + 240, 1) == expected);
  }
}
