#pragma once

#include <string>

namespace augshard {

/// The JSON Schema (draft 2020-12) of a pipeline file, indented, with a newline at the end.
std::string pipeline_schema();

}  // namespace augshard
