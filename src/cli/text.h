#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace augshard {

/// A number with a fixed count of decimals and a point, whatever the locale.
std::string fixed(double value, int decimals);

/// "512 B", "1.5 kB", "3.1 MB": powers of 1000.
std::string bytes_text(std::uint64_t bytes);

/// "0.8 s", "42 s", "3 min 07 s", "1 h 02 min".
std::string duration_text(double seconds);

/// Text padded with spaces to a width, counted in bytes.
std::string left(std::string text, std::size_t width);
std::string right(const std::string& text, std::size_t width);

/// How to mend a name that is none of those known: the nearest, else all.
std::string unknown_name_hint(const std::string& name, const std::vector<std::string>& known);

}  // namespace augshard
