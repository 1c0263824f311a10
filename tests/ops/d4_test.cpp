#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("d4 draws all eight symmetries and nothing else") {
  std::set<std::vector<int>> seen;
  for (int i = 0; i < 200; ++i) {
    seen.insert(applied(step_of(R"({"op": "d4"})", {2, 2}, std::to_string(i)), counting({2, 2})));
  }
  CHECK(seen.size() == 8);
  for (std::vector<int> pixels : seen) {
    std::sort(pixels.begin(), pixels.end());
    CHECK(pixels == std::vector<int>{1, 2, 3, 4});
  }
}
