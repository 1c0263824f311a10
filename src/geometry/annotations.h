#pragma once

#include <optional>

#include "geometry/chain.h"
#include "sample/sample.h"

namespace augshard {

/// The upright box around the image of `box` under the chain, in output coordinates, not clipped to the output. At the
/// frame of an op that made new area the box is cut, since what lay beyond is fill. Corners are enough for affine maps;
/// where edges bend, each is followed at 32 places. Nothing where no part of the box can be followed.
std::optional<Box> map_box(const Chain& chain, const Box& box);

/// Where a keypoint lands. One that cannot be followed, or that new area covers, is marked invisible.
Keypoint map_keypoint(const Chain& chain, const Keypoint& keypoint);

}  // namespace augshard
