#pragma once

#include <optional>

#include "geometry/chain.h"
#include "sample/sample.h"

namespace augshard {

/// The upright box around the image of `box` under the chain, in output coordinates and not clipped. Corners are enough
/// for affine chains; where edges bend, each is followed at 32 places. Nothing where no part of it can be followed.
std::optional<Box> map_box(const Chain& chain, const Box& box);

/// Where a keypoint lands; one that cannot be followed is kept in place and marked invisible.
Keypoint map_keypoint(const Chain& chain, const Keypoint& keypoint);

}  // namespace augshard
