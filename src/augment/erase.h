#pragma once

#include "op/op.h"

namespace augshard {

/// Erases rectangles and area in an image, as far as they lie in it. Noise is the same for the same key and place.
void erase(Image& image, const Erasure& erasure);

/// Sets what is erased to a label id in a mask.
void erase(Image& mask, const Erasure& erasure, double label);

}  // namespace augshard
