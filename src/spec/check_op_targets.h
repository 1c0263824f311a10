#pragma once

#include "base/diagnostic.h"
#include "spec/spec.h"

namespace augshard {

/// Reports ops that name a target which is not there or cannot be what they ask for ("unknown-target"), and boxes that
/// are to come from ops where none makes them ("rule").
void check_op_targets(const Spec& spec, Diagnostics& diagnostics);

}  // namespace augshard
