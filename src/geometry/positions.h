#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geometry/chain.h"

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
  /// `borders` of the new areas, one a stage. Both must outlive the tracer.
  RowTracer(const Chain& chain, std::span<const Border> borders);

  /// Fills `row` with the positions of output row `y`, in edge coordinates of the source.
  void trace(int y, PositionRow& row);

 private:
  void start(double centre, PositionRow& row);

  const Chain& chain_;
  std::span<const Border> borders_;
  /// A field that comes first acts on a regular grid: its columns are the same in every row.
  std::vector<DisplacementField::Cell> columns_;
  std::vector<Point> line_;
};

}  // namespace augshard
