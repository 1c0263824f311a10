#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace augshard::test {

/// The text form of COCO's run lengths, written as its definition says.
inline std::string run_length_text(const std::vector<std::uint32_t>& counts) {
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    std::int64_t number = std::int64_t{counts[i]} - (i > 2 ? std::int64_t{counts[i - 2]} : 0);
    bool more = true;
    while (more) {
      const auto bits = static_cast<int>(number & 0x1F);
      number >>= 5;
      more = number != ((bits & 0x10) != 0 ? -1 : 0);
      text += static_cast<char>('0' + bits + (more ? 0x20 : 0));
    }
  }
  return text;
}

}  // namespace augshard::test
