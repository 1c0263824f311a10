#pragma once

#include "sample/image.h"

namespace augshard {

/// How bright each pixel is, one channel of floats clipped to 0..1: Rec. 601 for three channels, else the mean.
Image gray_plane(const Image& image);

}  // namespace augshard
