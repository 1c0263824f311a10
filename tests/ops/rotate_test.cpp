#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("rotate turns counter-clockwise about the centre") {
  const Step step = step_of(R"({"op": "rotate", "angle_deg": 90})", {3, 3});
  CHECK(applied(step, counting({3, 3})) == std::vector<int>{3, 6, 9, 2, 5, 8, 1, 4, 7});
  const Step thirty = step_of(R"({"op": "rotate", "angle_deg": 30})", {100, 200});
  check_point(*thirty.to_input.apply({100, 50}), 100, 50);
  // What stands right of the centre by 10 came from 10 right, turned back by 30 degrees: down the screen.
  check_point(*thirty.to_input.apply({110, 50}), 100 + 10 * 0.8660254037844386, 50 + 5);
}

TEST_CASE("canvas: expand holds every corner, fit as well in the same frame, crop_valid has no border") {
  const Size in{100, 200};
  const auto corners_inside = [&](const Step& step) {
    Chain chain(in);
    chain.append(step);
    bool inside = true;
    for (const Point p : {Point{0, 0}, Point{200, 0}, Point{0, 100}, Point{200, 100}}) {
      const Point q = chain.to_output(p).value();
      inside =
          inside && q.x > -1e-6 && q.y > -1e-6 && q.x < step.output.width + 1e-6 && q.y < step.output.height + 1e-6;
    }
    return inside;
  };
  for (const char* angle : {"10", "45", "80", "-33"}) {
    CAPTURE(angle);
    const std::string start = std::string(R"({"op": "rotate", "angle_deg": )") + angle + R"(, "canvas": )";
    CHECK_FALSE(corners_inside(step_of(start + R"("keep"})", in)));
    CHECK(corners_inside(step_of(start + R"("expand"})", in)));
    const Step fit = step_of(start + R"("fit"})", in);
    CHECK(corners_inside(fit));
    CHECK(fit.output == in);
    const Step valid = step_of(start + R"("crop_valid"})", in);
    for (const Point p : {Point{0, 0}, Point{1.0 * valid.output.width, 0}, Point{0, 1.0 * valid.output.height}}) {
      const Point q = valid.to_input.apply(p).value();
      CHECK((q.x > -1e-6 && q.y > -1e-6 && q.x < 200 + 1e-6 && q.y < 100 + 1e-6));
    }
  }
}

TEST_CASE("canvas sizes of known angles") {
  CHECK(step_of(R"({"op": "rotate", "angle_deg": 90, "canvas": "expand"})", {100, 200}).output == Size{200, 100});
  CHECK(step_of(R"({"op": "rotate", "angle_deg": 0, "canvas": "crop_valid"})", {100, 200}).output == Size{100, 200});
  CHECK(step_of(R"({"op": "rotate", "angle_deg": 45, "canvas": "crop_valid"})", {100, 100}).output == Size{70, 70});
}
