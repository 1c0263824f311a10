#pragma once

#include <vector>

#include "sample/image.h"

namespace augshard {

/// An image and its share in a blend.
struct Share {
  const Image* image;
  double share;
};

/// The weighted sum of images of one size, type and channel count, rounded once for integers. Shares sum to 1.
Image blended(const std::vector<Share>& parts);

/// Some channels of an image, by number and in this order, as an image of their own; and back into their places.
Image channels_of(const Image& image, const std::vector<int>& channels);
void put_channels(const Image& part, const std::vector<int>& channels, Image& image);

}  // namespace augshard
