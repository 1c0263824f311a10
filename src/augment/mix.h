#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "augment/targets.h"
#include "base/expected.h"
#include "op/kernel.h"
#include "sample/sample.h"

namespace augshard {

/// Puts the layers of a mix on its canvas, for every target. samples[0] is the record's own; all have outlines within
/// their frames, as apply_chain() leaves them.
/// - Image and heatmaps are blended by share and cover; other masks take the upper layer where its share is above 1/2
///   (Mix::Labels::winner), or stand side by side as two channels (stack, of two layers). What no layer covers is fill.
/// - Boxes move with their picture and are cut at its window. A layer of share 1 hides those below it: `visible` falls
///   by the share of the outline under its window, or of the box's pixels under its cover; an outline that a window
///   hides from one side ends there. Boxes that the record's own layer does not name lose their outline, those of
///   partners do not come.
/// - Lists come in the order of the layers. Ids of instances are numbered on: after the boxes that an instance mask
///   goes with, else after the highest id of the layers below.
/// - Keypoints outside their window are absent, those under a layer of share 1 hidden. A set of a fixed number of
/// points
///   that goes with no boxes stays the lowest layer's.
/// Errors: "unsupported" (pictures or masks of different types or channel counts), "label-id" (more instances than the
/// mask's type, or its ignore id, leaves room for).
Expected<Sample> apply_mix(const Mix& mix, std::span<const Sample* const> samples, const Targets& targets);

}  // namespace augshard
