#pragma once

#include <cstddef>
#include <vector>

#include "geometry/resample.h"

namespace augshard {

/// The fills of a chain as pixels of one image type, ready to be copied: the source's, then one a stage.
class FillPixels {
 public:
  FillPixels(const TargetSampling& sampling, const Image& like);
  /// `row` and `column`: areas of an Axis, Axis::kInside for the source's own outside. The stage nearer the output
  /// wins.
  [[nodiscard]] const std::vector<std::byte>& at(int row, int column) const;

 private:
  std::vector<std::byte> source_;
  std::vector<std::vector<std::byte>> areas_;
};

}  // namespace augshard
