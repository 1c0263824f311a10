#include "spec/pattern_check.h"

#include <algorithm>

#include "spec/characters.h"

namespace augshard {
namespace {

bool is_letter(char c) { return is_lower(c) || is_upper(c) || c == '_'; }

bool is_word(std::string_view text) {
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

Error fault(std::string message, std::string hint) { return {"pattern", std::move(message), std::move(hint)}; }

bool leaves_root(std::string_view pattern) {
  for (std::size_t begin = 0; begin <= pattern.size();) {
    const std::size_t end = std::min(pattern.find('/', begin), pattern.size());
    if (pattern.substr(begin, end - begin) == "..") return true;
    begin = end + 1;
  }
  return pattern.starts_with('/');
}

}  // namespace

Expected<std::vector<std::string>> captures_of(std::string_view pattern) {
  const std::string capture_form = "a capture is written {word} or {word...}";
  const std::string group_form = "alternatives are written (a|b)";
  if (leaves_root(pattern)) {
    return fault("the pattern leaves the root of the source", "patterns are relative to source.root");
  }
  std::vector<std::string> words;
  int depth = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '{') {
      const std::size_t close = pattern.find('}', i);
      if (close == std::string_view::npos) return fault("'{' has no '}' after it", capture_form);
      std::string_view word = pattern.substr(i + 1, close - i - 1);
      if (word.ends_with("...")) word.remove_suffix(3);
      if (!is_word(word)) return fault("'" + std::string(word) + "' is not a capture name", capture_form);
      if (std::find(words.begin(), words.end(), word) == words.end()) words.emplace_back(word);
      i = close;
    } else if (c == '}') {
      return fault("'}' has no '{' before it", capture_form);
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && --depth < 0) {
      return fault("')' has no '(' before it", group_form);
    } else if (c == '|' && depth == 0) {
      return fault("'|' stands outside parentheses", group_form);
    }
  }
  if (depth > 0) return fault("'(' has no ')' after it", group_form);
  return words;
}

}  // namespace augshard
