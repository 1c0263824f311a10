#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace augshard {

/// The words that a path pattern captures, in order and once each. A light check of the syntax, so that a slip is found
/// with the rest of the pipeline; error "pattern". The matching itself belongs to the source.
Expected<std::vector<std::string>> captures_of(std::string_view pattern);

}  // namespace augshard
