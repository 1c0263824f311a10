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

/// A count of cases with the first few of them spelled out.
class Examples {
 public:
  void add(const std::string& text);
  [[nodiscard]] std::size_t count() const { return count_; }
  /// "first; second; and 3 more"
  [[nodiscard]] std::string text() const;

 private:
  std::size_t count_ = 0;
  std::string text_;
};

/// A relative path without the extension of its last part.
std::string without_extension(const std::string& path);

}  // namespace augshard
