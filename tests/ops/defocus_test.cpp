#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

// Area of the disc in a cell, by counting points.
double counted_area(double radius, int dx, int dy) {
  constexpr int kPoints = 200;
  int inside = 0;
  for (int j = 0; j < kPoints; ++j) {
    for (int i = 0; i < kPoints; ++i) {
      const double x = dx - 0.5 + (i + 0.5) / kPoints;
      const double y = dy - 0.5 + (j + 0.5) / kPoints;
      inside += x * x + y * y <= radius * radius ? 1 : 0;
    }
  }
  return static_cast<double>(inside) / (kPoints * kPoints);
}

}  // namespace

TEST_CASE("defocus: a disc within its pixel is the identity, flat images stay") {
  CHECK(is_identity(R"({"op": "defocus", "radius_px": 0})"));
  CHECK(is_identity(R"({"op": "defocus", "radius_px": 0.5})"));
  CHECK(keeps_flat_images(R"({"op": "defocus", "radius_px": 3.7})"));
  CHECK(keeps_flat_images(R"({"op": "defocus", "radius_px": 40})"));  // reflected more than once
}

TEST_CASE("defocus: a point becomes a disc of its area") {
  Image image = flat_image({21, 21}, 1, 0);
  image.row<float>(10)[10] = 1;
  for (const double radius : {0.8, 2.0, 3.3, 7.5}) {
    const Image result = applied(op_json("defocus", {{"radius_px", radius}}), image);
    const double area = 3.14159265358979 * radius * radius;
    for (int y = 0; y < 21; ++y) {
      for (int x = 0; x < 21; ++x) {
        CHECK(static_cast<double>(result.row<float>(y)[x]) ==
              doctest::Approx(counted_area(radius, x - 10, y - 10) / area).epsilon(1e-9).scale(0.02 / area * 1e9));
      }
    }
  }
}

TEST_CASE("defocus: borders are reflected, channels stay apart, the same in every type") {
  const double radius = 2.4;
  const Image image = pattern({9, 12}, 3, DType::float32);
  const Doubles in = doubles_of(image);
  double total = 0;
  double weights[7][7] = {};
  for (int dy = -3; dy <= 3; ++dy) {
    for (int dx = -3; dx <= 3; ++dx) total += weights[dy + 3][dx + 3] = counted_area(radius, dx, dy);
  }
  const Doubles expected = made_by(image, [&](int y, int x, int c) {
    double sum = 0;
    for (int dy = -3; dy <= 3; ++dy) {
      for (int dx = -3; dx <= 3; ++dx) sum += weights[dy + 3][dx + 3] * in.reflected(y + dy, x + dx, c);
    }
    return sum / total;
  });
  CHECK(largest_error(applied(R"({"op": "defocus", "radius_px": 2.4})", image), expected) < 1e-3);
  CHECK(same_in_every_type(R"({"op": "defocus", "radius_px": 2.4})"));
}
