#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace augshard {

/// Applies one "/json/pointer=value" to the document; gives the pointer that it set. Objects on the way are made where
/// they are absent; an array takes an index that it has, or "-" or its size for one more. The value is JSON, else taken
/// as a string. Error code "set", of the file "--set ...".
std::string apply_override(const std::string& setting, nlohmann::json& document, Diagnostics& diagnostics);

/// True when `pointer` is `outer` or stands below it.
bool is_at_or_below(const std::string& pointer, const std::string& outer);

}  // namespace augshard
