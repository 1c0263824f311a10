#pragma once

#include <vector>

#include "sample/annotation.h"
#include "sample/image.h"

namespace augshard {

/// One image with everything that must move with it; each list has one entry a target of the pipeline, in its order.
struct Sample {
  Image image;
  /// Of the image's size; of one channel unless an op made several of it (one_hot_mask, stacked mixes).
  std::vector<Image> masks;
  std::vector<std::vector<Object>> objects;
  /// Of a target that goes with boxes, set i belongs to object i; else there is one set.
  std::vector<std::vector<KeypointSet>> keypoints;
};

}  // namespace augshard
