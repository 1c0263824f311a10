#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace augshard {

/// A number with its noun: "1 image", "3 images".
template <std::integral Count>
std::string counted(Count count, std::string_view singular, std::string_view plural) {
  return std::to_string(count) + " " + std::string(count == 1 ? singular : plural);
}

}  // namespace augshard
