#pragma once

#include <cstdint>

#include "sample/image.h"

namespace augshard {

/// A smooth random field of one float channel with mean 0 and variance 1 (over keys): octaves of cubic B-splines over
/// nodes of uniform numbers, `patch_px` >= 1 apart in the first, half as far and half as strong in each one after it;
/// octaves whose nodes would be less than a pixel apart are left out.
Image smooth_noise(Size size, std::uint64_t key, double patch_px, int octaves);

}  // namespace augshard
