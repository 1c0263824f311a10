#include <algorithm>
#include <vector>

#include "op/op.h"
#include "ops/kernels/displacement.h"
#include "ops/kernels/thin_plate.h"

namespace augshard {
namespace {

struct ThinPlateSpline {
  int points = 4;
  Draw magnitude_frac = Draw::uniform(0.05, 0.2);
};

Expected<Step> thin_plate_spline(const ThinPlateSpline& params, const Scene& scene, Draws& draws) {
  const double magnitude = draws.number("magnitude_frac", params.magnitude_frac);
  const std::uint64_t key = draws.field_key("field");
  const double unit = std::max(scene.size.width, scene.size.height);
  const double step_x = scene.size.width / (unit * (params.points - 1));
  const double step_y = scene.size.height / (unit * (params.points - 1));
  std::vector<Point> points;
  std::vector<Point> shifts;
  for (int row = 0; row < params.points; ++row) {
    for (int column = 0; column < params.points; ++column) {
      const Point noise = signed_noise(key, points.size());
      points.push_back({column * step_x, row * step_y});
      shifts.push_back({magnitude * step_x * noise.x, magnitude * step_y * noise.y});
    }
  }
  const ThinPlate plate(points, shifts);
  return field_step(scene.size, field_of(scene.size, [&](Point p) {
                      const Point shift = plate.at({p.x / unit, p.y / unit});
                      return Point{shift.x * unit, shift.y * unit};
                    }));
}

}  // namespace

OpInfo op_thin_plate_spline() {
  return OpBuilder<ThinPlateSpline>(
             "thin_plate_spline", "Move a grid of points at random and bend the image between them like a thin plate.")
      .param("points", &ThinPlateSpline::points, Range{2, 10}, Unit::count,
             "Points along each side, the corners among them.")
      .param("magnitude_frac", &ThinPlateSpline::magnitude_frac, Range{0, 0.45}, Unit::fraction,
             "Largest shift of a point in x and in y, as a fraction of the distance between two.")
      .example(R"({"op": "thin_plate_spline", "points": 4, "magnitude_frac": [0.05, 0.2]})")
      .also_known_as({"ThinPlateSpline", "RandomThinPlateSpline"})
      .geometry(thin_plate_spline);
}

}  // namespace augshard
