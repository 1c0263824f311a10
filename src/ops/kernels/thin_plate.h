#pragma once

#include <span>
#include <vector>

#include "sample/annotation.h"

namespace augshard {

/// The thin-plate spline: of all smooth functions of the plane with given values at given points the one that bends
/// least (Bookstein 1989). f(p) = a + b x + c y + sum of w_i U(|p - p_i|), U(r) = r^2 log r^2; two functions at once.
class ThinPlate {
 public:
  /// At least three points that are not on one line, no two equal; coordinates of about 1.
  ThinPlate(std::span<const Point> points, std::span<const Point> values);

  [[nodiscard]] Point at(Point p) const;

 private:
  std::vector<Point> points_;
  std::vector<Point> weights_;  ///< one a point, then a, b and c
};

}  // namespace augshard
