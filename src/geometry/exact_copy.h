#pragma once

#include "geometry/axis.h"

namespace augshard {

/// Every output pixel is one source pixel, by the nearest rule along each axis, or a fill. `x` and `y` are the tables
/// of the output's columns and rows, both along the same axis of the source.
Image copy_pixels(const Image& source, const Axis& x, const Axis& y, const TargetSampling& sampling);

/// Rows and columns exchanged.
Image transposed(const Image& image);

}  // namespace augshard
