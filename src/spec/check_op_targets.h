#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "spec/spec.h"

namespace augshard {

/// True where an op makes boxes and leaves open for which target: with no target that takes boxes from ops it is
/// "boxes".
bool leaves_boxes_open(const std::vector<SplitSpec>& splits);

/// Reports ops that name a target which is not there or cannot be what they ask for ("unknown-target"), and boxes that
/// are to come from ops where none makes them ("rule").
void check_op_targets(const Spec& spec, Diagnostics& diagnostics);

}  // namespace augshard
