#pragma once

#include <span>
#include <string_view>

#include "op/op.h"

namespace augshard {

/// Every op, sorted by name. Written by CMake from the augshard_op() lines of src/ops/CMakeLists.txt.
std::span<const OpInfo> op_table();

/// The op of that name, or nullptr.
const OpInfo* find_op(std::string_view name);

}  // namespace augshard
