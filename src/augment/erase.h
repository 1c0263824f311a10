#pragma once

#include "op/op.h"

namespace augshard {

/// Erases the rectangles in an image, as far as they lie in it. Noise is the same for the same key and place.
void erase(Image& image, const Erasure& erasure);

/// Sets the rectangles of a mask to a label id.
void erase(Image& mask, const std::vector<Rect>& rects, double label);

}  // namespace augshard
