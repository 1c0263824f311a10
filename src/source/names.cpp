#include "source/names.h"

#include <algorithm>

namespace augshard {

std::string quoted_names(std::span<const std::string> names, std::size_t limit) {
  const std::size_t shown = std::min(names.size(), limit);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "'" : ", '") + names[i] + "'";
  if (shown < names.size()) text += " and " + std::to_string(names.size() - shown) + " more";
  return text;
}

void Examples::add(const std::string& text) {
  if (++count_ > kNamesShown) return;
  if (!text_.empty()) text_ += "; ";
  text_ += text;
}

std::string Examples::text() const {
  return count_ <= kNamesShown ? text_ : text_ + "; and " + std::to_string(count_ - kNamesShown) + " more";
}

std::string without_extension(const std::string& path) {
  const std::size_t name = path.rfind('/') + 1;
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos || dot <= name ? path : path.substr(0, dot);
}

}  // namespace augshard
