#pragma once

#include <string_view>

namespace augshard {

/// A letter, then letters, digits and _ (ASCII).
bool is_identifier(std::string_view text);
/// A lower-case letter, then lower-case letters, digits and _; none of the names that examples use themselves.
bool is_target_name(std::string_view text);
/// An identifier but "all".
bool is_split_name(std::string_view text);
/// Three plain numbers, "1.0.0".
bool is_version(std::string_view text);

}  // namespace augshard
