#pragma once

#include <string>
#include <string_view>

namespace augshard {

/// Printable UTF-8: no control characters, nothing malformed.
bool is_text(std::string_view bytes);

/// The text with U+FFFD for every byte that belongs to no UTF-8 character: names of files and keys of foreign shards
/// may be anything, JSON may not.
std::string valid_utf8(std::string_view bytes);

}  // namespace augshard
