#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "sample/image.h"

namespace augshard {

/// The distance where there is no pixel to measure to.
inline constexpr std::int64_t kNoDistance = std::numeric_limits<std::int64_t>::max();

/// Of each pixel the squared Euclidean distance, between centres, to the nearest of the marked pixels; exact. Lower
/// envelopes of parabolas (Felzenszwalb and Huttenlocher 2012), in whole numbers.
std::vector<std::int64_t> squared_distances(Size size, const std::vector<bool>& marked);

}  // namespace augshard
