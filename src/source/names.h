#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace augshard {

/// How many names a message lists before "and N more".
inline constexpr std::size_t kNamesShown = 5;

/// "'a', 'b' and 3 more"
std::string quoted_names(std::span<const std::string> names, std::size_t limit = kNamesShown);

/// "1 image", "3 images"
std::string counted(std::size_t count, std::string_view singular, std::string_view plural);

}  // namespace augshard
