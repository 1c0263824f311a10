#include "ops/kernels/affine_step.h"

#include <algorithm>

#include "base/exact_math.h"
#include "geometry/steps.h"

namespace augshard {
namespace {

Projective shear(double x_deg, double y_deg) {
  Projective map;
  map.m[1] = exact::tan(exact::radians(x_deg));
  map.m[3] = exact::tan(exact::radians(y_deg));
  return map;
}

}  // namespace

Step affine_step(Size in, const AffineNumbers& numbers, bool fit) {
  Projective map = Projective::rotation(numbers.angle_deg) * shear(numbers.shear_x_deg, numbers.shear_y_deg) *
                   Projective::scaling(numbers.scale_x, numbers.scale_y);
  if (fit) {
    const Point extent = extent_after(in, map);
    const double scale = std::min(in.width / extent.x, in.height / extent.y);
    map = Projective::scaling(scale, scale) * map;
  }
  return centred_step(in, in, Projective::translation(numbers.shift.x, numbers.shift.y) * map);
}

}  // namespace augshard
