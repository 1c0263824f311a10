#pragma once

#include <cstdint>
#include <vector>

#include "sample/image.h"

namespace augshard {

/// An axis-aligned box in edge coordinates: x from 0 to the width, y from 0 to the height of the image.
struct Box {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  std::int64_t label = 0;
};

/// A point in edge coordinates: the centre of pixel (i, j) is (i + 0.5, j + 0.5).
struct Keypoint {
  double x = 0, y = 0;
  bool visible = true;
};

/// One image with everything that must move with it. masks[i] belongs to the i-th mask target of the pipeline and has
/// one channel and the image's size.
struct Sample {
  Image image;
  std::vector<Image> masks;
  std::vector<Box> boxes;
  std::vector<Keypoint> keypoints;
};

}  // namespace augshard
