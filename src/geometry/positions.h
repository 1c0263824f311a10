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

/// Gives the positions of an output frame row by row.
class RowTracer {
 public:
  /// Both must outlive the tracer.
  RowTracer(const Chain& chain, const TargetSampling& sampling);

  /// Fills `row` with the positions of output row `y`, in edge coordinates of the source.
  void trace(int y, PositionRow& row);

 private:
  void start(double centre, PositionRow& row);

  const Chain& chain_;
  const TargetSampling& sampling_;
  /// A field that comes first acts on a regular grid: its columns are the same in every row.
  std::vector<DisplacementField::Cell> columns_;
  std::vector<Point> line_;
};

}  // namespace augshard
