#include <cmath>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

namespace {

/// The largest distance of the field from `wanted`, in pixels, over positions that are no nodes.
template <class Wanted>
double largest_error(const Step& step, Wanted wanted) {
  double largest = 0;
  for (double y = 0; y <= step.output.height; y += 1.37) {
    for (double x = 0; x <= step.output.width; x += 1.61) {
      const Point d = step.field->at({x, y});
      const Point w = wanted(Point{x - step.output.width / 2.0, y - step.output.height / 2.0});
      largest = std::max({largest, std::fabs(d.x - w.x), std::fabs(d.y - w.y)});
    }
  }
  return largest;
}

}  // namespace

TEST_CASE("the field is that of the camera model to 0.01 px") {
  for (const double k : {-0.3, -0.05, 0.2, 1.0}) {
    for (const Size size : {Size{480, 640}, Size{640, 201}, Size{33, 1}}) {
      const Step step = step_of(R"({"op": "optical_distortion", "distortion": )" + std::to_string(k) + "}", size);
      const double longer = std::max(size.width, size.height);
      CHECK(largest_error(step, [&](Point p) {
              const double r2 = (p.x * p.x + p.y * p.y) / (longer * longer);
              return Point{p.x * k * (r2 + r2 * r2), p.y * k * (r2 + r2 * r2)};
            }) < 0.01);
    }
  }
}

TEST_CASE("the field is that of the fisheye model to 0.01 px") {
  for (const double k : {-0.3, 0.1, 1.0}) {
    const Size size{375, 500};
    const Step step =
        step_of(R"({"op": "optical_distortion", "model": "fisheye", "distortion": )" + std::to_string(k) + "}", size);
    const double half_diagonal = std::sqrt(375.0 * 375.0 + 500.0 * 500.0) / 2;
    CHECK(largest_error(step, [&](Point p) {
            const double r2 = (p.x * p.x + p.y * p.y) / (half_diagonal * half_diagonal);
            return Point{p.x * k * r2, p.y * k * r2};
          }) < 0.01);
  }
}

TEST_CASE("a positive strength moves corners inward; none moves nothing") {
  const Step barrel = step_of(R"({"op": "optical_distortion", "distortion": 0.2})", {100, 100});
  CHECK((barrel.field->at({0, 0}).x < -1 && barrel.field->at({100, 100}).y > 1));
  CHECK(step_of(R"({"op": "optical_distortion", "distortion": 0})", {100, 100}).field->bound().x == 0);
  CHECK(varies(R"({"op": "optical_distortion"})", {100, 100}));
}
