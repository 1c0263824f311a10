#pragma once

#include "geometry/chain.h"
#include "sample/annotation.h"

namespace augshard {

/// What is left of an object under the chain, in output coordinates. Its outline is cut at the frame of each op that
/// made new area, since what lay beyond is fill, and at last at the output's. Corners are enough for projective maps;
/// where a field bends edges, they are followed at some hundred places. Where tiles tear it apart, the largest piece in
/// one tile is left. Points that cannot be followed are left out.
Object map_object(const Chain& chain, const Object& object);

/// Where a keypoint lands. One that cannot be followed, that new area covers, or that leaves the output is absent.
Keypoint map_keypoint(const Chain& chain, const Keypoint& keypoint);

}  // namespace augshard
