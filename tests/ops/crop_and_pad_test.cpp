#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("crop_and_pad without keep_size is an exact window: below 0 crops, above 0 pads") {
  const Step cut = step_of(R"({"op": "crop_and_pad", "side_px": -1, "keep_size": false})", {3, 4});
  CHECK(cut.output == Size{1, 2});
  CHECK_FALSE(cut.makes_area);
  CHECK(applied(cut, counting({3, 4})) == std::vector{6, 7});
  const Step padded = step_of(R"({"op": "crop_and_pad", "side_px": 1, "keep_size": false})", {1, 2});
  CHECK(padded.makes_area);
  CHECK(applied(padded, counting({1, 2})) == std::vector{99, 99, 99, 99, 99, 1, 2, 99, 99, 99, 99, 99});
}

TEST_CASE("crop_and_pad keeps the size by default and moves each side by itself") {
  const Step step = step_of(R"({"op": "crop_and_pad", "side_frac": {"choice": [-0.25, 0.5]}})", {40, 80});
  CHECK(step.output == Size{40, 80});
  const Point first = step.to_input.apply({0, 0}).value();
  const Point last = step.to_input.apply({80, 40}).value();
  CHECK((first.x == 20 || first.x == -40));
  CHECK((first.y == 10 || first.y == -20));
  CHECK((last.x == doctest::Approx(60) || last.x == doctest::Approx(120)));
  CHECK((last.y == doctest::Approx(30) || last.y == doctest::Approx(60)));
  CHECK(varies(R"({"op": "crop_and_pad"})", {100, 100}));
}

TEST_CASE("crop_and_pad that leaves nothing is refused") {
  const auto step = try_step(R"({"op": "crop_and_pad", "side_px": -5})", {10, 20});
  REQUIRE_FALSE(step);
  CHECK(step.error().code == "too-small");
  CHECK(step.error().message.find("10x20") != std::string::npos);
}
