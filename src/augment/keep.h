#pragma once

#include "augment/targets.h"
#include "sample/sample.h"

namespace augshard {

/// Leaves out what the pipeline does not keep of a finished copy: boxes that are out of sight, too small, or hidden
/// more than their target allows, each with its keypoints and its pixels in instance masks (which become 0; the ids of
/// the others are numbered anew); and absent points where a target declares no number of them.
void keep_visible(Sample& sample, const Targets& targets);

}  // namespace augshard
