#pragma once

#include <cstdint>

#include "sample/image.h"

namespace augshard {

/// Encodes an 8-bit image with one or three channels as a baseline JPEG (libjpeg's tables at `quality` 1..100, 4:2:0
/// for colour, slow integer DCT) and decodes it in place. Images beyond the format's 65500 pixels a side go in tiles.
void jpeg_round_trip(Image& image, int quality);

}  // namespace augshard
