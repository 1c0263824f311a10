#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("random_sized_crop cuts windows of the height drawn and scales them to one size") {
  bool shorter = false;
  bool taller = false;
  for (int i = 0; i < 100; ++i) {
    const Step step =
        step_of(R"({"op": "random_sized_crop", "height": 8, "width": 16, "window_height": [10, 20], "ratio": 2})",
                {50, 60}, std::to_string(i));
    CHECK(step.output == Size{8, 16});
    const Point first = step.to_input.apply({0, 0}).value();
    const Point last = step.to_input.apply({16, 8}).value();
    const double height = last.y - first.y;
    CHECK((height > 10 - 1e-9 && height < 20 + 1e-9));
    CHECK(last.x - first.x == doctest::Approx(2 * height));
    CHECK((first.x >= 0 && first.y >= 0 && last.x < 60 + 1e-9 && last.y < 50 + 1e-9));
    shorter = shorter || height < 11.5;
    taller = taller || height > 18.5;
  }
  CHECK((shorter && taller));
}

TEST_CASE("a window that the image does not hold is shrunk in proportion") {
  const Step step =
      step_of(R"({"op": "random_sized_crop", "height": 10, "width": 10, "window_height": 500, "ratio": 2})", {50, 60});
  const Point first = step.to_input.apply({0, 0}).value();
  const Point last = step.to_input.apply({10, 10}).value();
  CHECK(last.x - first.x == doctest::Approx(60));
  CHECK(last.y - first.y == doctest::Approx(30));
}
