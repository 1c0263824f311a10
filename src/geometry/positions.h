#pragma once

#include <cstdint>
#include <vector>

#include "geometry/resample.h"

namespace augshard {

/// The source positions of one output row, and which of them are not sampled at all.
struct PositionRow {
  static constexpr std::int16_t kSampled = -1;
  static constexpr std::int16_t kBeyond = -2;  ///< beyond the horizon of a perspective: the source's fill

  std::vector<double> x;
  std::vector<double> y;
  /// kSampled, kBeyond, or the stage whose new area the pixel lies in.
  std::vector<std::int16_t> place;
  /// False where every place is kSampled.
  bool mixed = false;

  explicit PositionRow(int width);
};

/// Fills `row` with the positions of output row `y`, in edge coordinates of the source.
void trace_row(const Chain& chain, const TargetSampling& sampling, int y, PositionRow& row);

}  // namespace augshard
