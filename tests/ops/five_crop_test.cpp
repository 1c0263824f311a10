#include <set>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

namespace {

Scene copy_of(Size size, int copy, int copies) {
  Scene scene{.size = size};
  scene.copy = copy;
  scene.copies = copies;
  return scene;
}

}  // namespace

TEST_CASE("five copies take the four corners and the centre") {
  const std::vector<Box> expected{{0, 0, 20, 10}, {61, 0, 81, 10}, {0, 50, 20, 60}, {61, 50, 81, 60}, {30, 25, 50, 35}};
  for (int copy = 1; copy <= 5; ++copy) {
    const Step step = step_in(R"({"op": "five_crop", "height": 10, "width": 20})", copy_of({60, 81}, copy, 5));
    CHECK(window_of(step) == expected[static_cast<std::size_t>(copy - 1)]);
    CHECK_FALSE(step.leaves_out);
  }
}

TEST_CASE("fewer copies than crops are refused, with the number that is needed; more are left out or repeat") {
  const std::string op = R"({"op": "five_crop", "height": 10, "width": 20)";
  for (const int copies : {1, 4}) {
    const auto refused = try_in(op + "}", copy_of({60, 81}, 1, copies));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "patches");
    CHECK(refused.error().hint.find("5 or more") != std::string::npos);
  }
  CHECK(step_in(op + "}", copy_of({60, 81}, 6, 7)).leaves_out);
  const Step again = step_in(op + R"(, "surplus": "repeat"})", copy_of({60, 81}, 7, 7));
  CHECK_FALSE(again.leaves_out);
  CHECK(window_of(again) == Box{61, 0, 81, 10});
}

TEST_CASE("picked at random, any number of copies will do") {
  std::set<std::pair<double, double>> corners;
  for (int i = 0; i < 100; ++i) {
    const Box window = window_of(step_in(R"({"op": "five_crop", "height": 10, "width": 20, "pick": "random"})",
                                         copy_of({60, 81}, 1, 1), std::to_string(i)));
    corners.insert({window.x0, window.y0});
  }
  CHECK(corners.size() == 5);
}
