#pragma once

#include <string_view>

namespace augshard {

/// How deep lists and objects may nest in a file that others may have written. Copying or writing a JSON value takes
/// stack for every level.
inline constexpr int kMaxNesting = 64;

/// True where a JSON text nests deeper than that. Of a text that is not JSON, what a parser reads before the fault
/// nests no deeper where this is false.
bool nests_too_deep(std::string_view json);

}  // namespace augshard
