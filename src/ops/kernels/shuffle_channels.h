#pragma once

#include "op/draw.h"
#include "sample/image.h"

namespace augshard {

/// Puts the channels in an order drawn from all, the given one included, each equally likely.
void shuffle_channels(Image& image, Draws& draws);

}  // namespace augshard
