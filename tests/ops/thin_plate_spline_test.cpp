#include <cmath>

#include "ops/geometry_fixture.h"
#include "ops/kernels/displacement.h"
#include "ops/kernels/thin_plate.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("a thin plate goes through its points and reproduces what is flat") {
  const std::vector<Point> points{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {0.3, 0.6}};
  const std::vector<Point> values{{0.1, 0}, {-0.2, 0.3}, {0, 0}, {0.05, -0.1}, {0.2, 0.2}};
  const ThinPlate plate(points, values);
  for (std::size_t i = 0; i < points.size(); ++i) {
    CHECK(std::fabs(plate.at(points[i]).x - values[i].x) < 1e-12);
    CHECK(std::fabs(plate.at(points[i]).y - values[i].y) < 1e-12);
  }
  std::vector<Point> flat;
  for (const Point p : points) flat.push_back({2 + 3 * p.x - p.y, p.y / 2});
  check_point(ThinPlate(points, flat).at({0.77, 4.2}), 2 + 3 * 0.77 - 4.2, 2.1);
}

TEST_CASE("of all functions through five points the plate is that of the textbook formula") {
  // One point lifted in the middle of four on a square: by symmetry the four share one weight, and f = a + w (U5 - (U1
  // + U2 + U3 + U4) / 4), which the values at a corner and at the centre give.
  const std::vector<Point> points{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}, {0, 0}};
  const ThinPlate plate(points, std::vector<Point>{{0, 0}, {0, 0}, {0, 0}, {0, 0}, {1, 0}});
  const auto u = [](double r2) { return r2 == 0 ? 0 : r2 * std::log(r2); };
  const auto shape = [&](double x, double y) {
    double sum = u(x * x + y * y);
    for (std::size_t i = 0; i < 4; ++i) {
      sum -= u((x - points[i].x) * (x - points[i].x) + (y - points[i].y) * (y - points[i].y)) / 4;
    }
    return sum;
  };
  const double w = 1 / (shape(0, 0) - shape(1, 1));
  for (const Point p : {Point{0.5, 0.25}, Point{-0.9, 0.1}, Point{2, 2}}) {
    CHECK(plate.at(p).x == doctest::Approx(w * (shape(p.x, p.y) - shape(1, 1))).epsilon(1e-9));
  }
}

TEST_CASE("the field of thin_plate_spline is the plate through its points to 0.01 px") {
  // The points and their shifts as the op draws them, found again in the field; then the plate made here.
  const Size size{300, 420};
  const std::string op = R"({"op": "thin_plate_spline", "points": 4, "magnitude_frac": 0.2})";
  const Step step = step_of(op, size);
  Draws draws(RandomStream(1, "record", 1, "0"));
  const std::uint64_t key = draws.field_key("field");
  std::vector<Point> points;
  std::vector<Point> shifts;
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 4; ++column) {
      const Point noise = signed_noise(key, points.size());
      shifts.push_back({0.2 * 140 * noise.x, 0.2 * 100 * noise.y});
      points.push_back({140.0 * column, 100.0 * row});
    }
  }
  // A common factor of all coordinates changes nothing of a plate but its condition.
  std::vector<Point> scaled = points;
  for (Point& p : scaled) p = {p.x / 100, p.y / 100};
  const ThinPlate plate(scaled, shifts);
  double largest = 0;
  for (double y = 0; y <= 300; y += 1.9) {
    for (double x = 0; x <= 420; x += 2.3) {
      const Point d = step.field->at({x, y});
      const Point w = plate.at({x / 100, y / 100});
      largest = std::max({largest, std::fabs(d.x - w.x), std::fabs(d.y - w.y)});
    }
  }
  CHECK(largest < 0.01);
  for (std::size_t i = 0; i < points.size(); ++i) {
    CHECK(std::fabs(step.field->at(points[i]).x - shifts[i].x) < 0.01);
  }
}

TEST_CASE("thin_plate_spline of magnitude 0 is the identity, and it draws anew for each record") {
  const Step none = step_of(R"({"op": "thin_plate_spline", "magnitude_frac": 0})", {40, 60});
  CHECK(none.field->bound().x == 0);
  CHECK(varies(R"({"op": "thin_plate_spline"})", {40, 60}));
}
