#pragma once

#include <limits>
#include <vector>

#include "geometry/resample.h"

namespace augshard {

/// Where each row (or column) of the output comes from along one axis of the source, under an axis-aligned chain.
struct Axis {
  enum class Role { x, y };
  /// `area` of a row or column that is sampled from the source.
  static constexpr int kInside = std::numeric_limits<int>::max();

  Role source_role = Role::x;
  int extent = 0;                ///< of the source along that axis
  double scale = 1;              ///< source pixels an output pixel
  std::vector<double> position;  ///< edge coordinates in the source; unused where area != kInside
  std::vector<int> area;         ///< the stage whose new area covers it, or kInside
};

/// The table of the output's columns (Role::x) or rows (Role::y).
Axis trace_axis(const Chain& chain, const TargetSampling& sampling, Axis::Role output_role);

/// True when sampling along this axis is copying: no averaging, and every position on a pixel centre.
bool copies(const Axis& axis, const TargetSampling& sampling);

/// The source index of each row or column by the nearest rule; -1 for fill.
std::vector<int> nearest_indices(const Axis& axis, Border border);

}  // namespace augshard
