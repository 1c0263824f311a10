#pragma once

#include <string>

#include "op/table.h"

namespace augshard::ops_test {

/// The op of a JSON object, as a pipeline would have it.
BoundOp bound(const std::string& json);

}  // namespace augshard::ops_test
