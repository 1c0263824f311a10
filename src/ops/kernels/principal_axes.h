#pragma once

#include <array>

#include "sample/image.h"

namespace augshard {

using Vector3 = std::array<double, 3>;

/// The axes along which the colours of an image spread, the widest first.
struct PrincipalAxes {
  /// Standard deviation along each axis, in fractions of the range (sums divided by the number of pixels - 1).
  Vector3 deviations{};
  /// Unit vectors; the component of largest size is positive.
  std::array<Vector3, 3> axes{};
};
/// For one or three channels; one has one axis, (1, 0, 0).
PrincipalAxes principal_axes(const Image& image);

}  // namespace augshard
