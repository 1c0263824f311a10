#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace augshard {

/// The candidate nearest to `name` by Damerau-Levenshtein distance, ignoring case, if the distance is at most
/// 1 + length/3; ties go to the earlier candidate.
std::optional<std::string> nearest_name(std::string_view name, std::span<const std::string> candidates);

}  // namespace augshard
