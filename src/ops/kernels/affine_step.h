#pragma once

#include "geometry/map.h"

namespace augshard {

/// What affine and its relatives do about the centre of the frame: scale, shear and turn, then shift.
struct AffineNumbers {
  double scale_x = 1;  ///< above 1 objects become larger
  double scale_y = 1;
  double angle_deg = 0;  ///< counter-clockwise
  double shear_x_deg = 0;
  double shear_y_deg = 0;
  Point shift;  ///< right and down, in pixels
};

/// The step on a frame of size `in`, which stays. `fit` shrinks the image, before the shift, until all of it is in
/// sight.
Step affine_step(Size in, const AffineNumbers& numbers, bool fit = false);

}  // namespace augshard
