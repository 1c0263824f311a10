#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("rotate90 turns counter-clockwise") {
  const Step once = step_of(R"({"op": "rotate90", "times": 1})", {2, 3});
  CHECK(once.output == Size{3, 2});
  CHECK(applied(once, counting({2, 3})) == std::vector<int>{3, 6, 2, 5, 1, 4});
  const Step twice = step_of(R"({"op": "rotate90", "times": 2})", {2, 3});
  CHECK(applied(twice, counting({2, 3})) == std::vector<int>{6, 5, 4, 3, 2, 1});
  const Step thrice = step_of(R"({"op": "rotate90", "times": 3})", {2, 3});
  CHECK(applied(thrice, counting({2, 3})) == std::vector<int>{4, 1, 5, 2, 6, 3});
}

TEST_CASE("one turn back is three forward") {
  const Step back = step_of(R"({"op": "rotate90", "times": -1})", {2, 3});
  const Step thrice = step_of(R"({"op": "rotate90", "times": 3})", {2, 3});
  CHECK(back.to_input.m == thrice.to_input.m);
}

TEST_CASE("rotate90 draws all four turns") { CHECK(varies(R"({"op": "rotate90"})", {4, 4})); }
