#include "spec/names.h"

#include <algorithm>

#include "spec/characters.h"

namespace augshard {
namespace {

bool is_plain_number(std::string_view text) {
  return !text.empty() && text.size() <= 9 && std::all_of(text.begin(), text.end(), is_digit) &&
         (text == "0" || text.front() != '0');
}

}  // namespace

bool is_identifier(std::string_view text) {
  return !text.empty() && (is_lower(text.front()) || is_upper(text.front())) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '_'; });
}

bool is_target_name(std::string_view text) {
  return !text.empty() && is_lower(text.front()) && text != "key" && text != "copy" && text != "image" &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

bool is_split_name(std::string_view text) { return is_identifier(text) && text != "all"; }

bool is_version(std::string_view text) {
  const std::size_t first = text.find('.');
  if (first == std::string_view::npos) return false;
  const std::size_t second = text.find('.', first + 1);
  if (second == std::string_view::npos) return false;
  return is_plain_number(text.substr(0, first)) && is_plain_number(text.substr(first + 1, second - first - 1)) &&
         is_plain_number(text.substr(second + 1));
}

}  // namespace augshard
