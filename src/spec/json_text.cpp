#include "spec/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "op/values.h"

namespace augshard {
namespace {

using nlohmann::json;

/// Follows the parser through the text. The parser has proved each token before its event comes, so finding where the
/// token begins and ends needs no more than skipping what may stand between two of them.
class Cursor {
 public:
  explicit Cursor(const std::string& text) : text_(text), at_(text.starts_with("\xEF\xBB\xBF") ? 3 : 0) {}

  /// Goes past the next token and gives the offset where it begins.
  std::size_t next() {
    skip_between();
    const std::size_t begin = at_;
    if (at_ >= text_.size()) return begin;
    if (text_[at_] == '"') {
      skip_string();
    } else if (is_word(text_[at_])) {
      while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    } else {
      ++at_;
    }
    return begin;
  }

  /// Where the token begins that the parser refused after reading up to `end`.
  std::size_t fault(std::size_t end) {
    while (true) {
      skip_blanks();
      const bool accepted = at_ + 1 < end && at_ < text_.size() && (text_[at_] == ',' || text_[at_] == ':');
      if (!accepted) return at_;
      ++at_;
    }
  }

 private:
  static bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == 'E' || c == '+' || c == '-' || c == '.';
  }

  void skip_between() {
    skip_blanks();
    while (at_ < text_.size() && (text_[at_] == ',' || text_[at_] == ':')) {
      ++at_;
      skip_blanks();
    }
  }
  void skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '/') {
        skip_comment();
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else {
        return;
      }
    }
  }
  void skip_comment() {
    const bool block = text_.compare(at_, 2, "/*") == 0;
    const std::size_t end = block ? text_.find("*/", at_ + 2) : text_.find_first_of("\r\n", at_);
    at_ = end == std::string::npos ? text_.size() : end + (block ? 2 : 0);
  }
  void skip_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
  }

  const std::string& text_;
  std::size_t at_;
};

/// Notes where each value begins, and which keys are given twice (json::parse would keep the last in silence).
class PositionReader : public nlohmann::json_sax<json> {
 public:
  PositionReader(const std::string& text, TextPositions& positions, Diagnostics& diagnostics)
      : cursor_(text), positions_(positions), diagnostics_(diagnostics) {}

  bool null() override { return scalar(); }
  bool boolean(bool) override { return scalar(); }
  bool number_integer(number_integer_t) override { return scalar(); }
  bool number_unsigned(number_unsigned_t) override { return scalar(); }
  bool number_float(number_float_t, const string_t&) override { return scalar(); }
  bool string(string_t&) override { return scalar(); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const std::size_t offset = cursor_.next();
    Level& level = levels_.back();
    level.key_offset = offset;
    level.key = name;
    if (!level.keys.insert(name).second && diagnostics_.size() < kMaxProblems) {
      report_at(offset, "duplicate-key", pointer(), "key " + in_quotes(name) + " is given twice",
                "keep one of the two");
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
    report_at(cursor_.fault(position), "syntax", "", sentence_of(error.what()), "");
    return false;
  }

 private:
  struct Level {
    bool is_array = false;
    std::size_t index = 0;
    std::size_t pointer_size = 0;
    std::string key;
    std::size_t key_offset = 0;
    std::set<std::string> keys;
  };

  // "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error ..." -> "syntax error ..."
  static std::string sentence_of(std::string what) {
    const std::size_t bracket = what.find("] ");
    if (bracket != std::string::npos) what.erase(0, bracket + 2);
    const std::size_t place = what.find("parse error at ");
    const std::size_t colon = what.find(": ");
    if (place == 0 && colon != std::string::npos) what.erase(0, colon + 2);
    what.resize(std::min(what.size(), what.find("; last read: ")));
    // The message may quote bytes that are not UTF-8, for which `--json` has no place.
    std::replace_if(
        what.begin(), what.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80U; }, '?');
    return what;
  }

  void report_at(std::size_t offset, std::string code, std::string at, std::string message, std::string hint) {
    report(diagnostics_, std::move(code), std::move(at), std::move(message), std::move(hint));
    const TextPosition position = positions_.at(offset);
    diagnostics_.back().line = position.line;
    diagnostics_.back().column = position.column;
  }

  [[nodiscard]] std::string pointer() const {
    if (levels_.empty()) return "";
    const Level& level = levels_.back();
    return level.is_array ? member(prefix_, level.index) : member(prefix_, level.key);
  }

  std::size_t note_value() {
    const std::size_t offset = cursor_.next();
    const bool has_key = !levels_.empty() && !levels_.back().is_array;
    positions_.add(pointer(), has_key ? std::optional(levels_.back().key_offset) : std::nullopt, offset);
    return offset;
  }
  void finish_value() {
    if (!levels_.empty()) ++levels_.back().index;
  }
  bool scalar() {
    note_value();
    finish_value();
    return true;
  }
  bool open(bool is_array) {
    const std::size_t offset = note_value();
    if (levels_.size() >= kMaxDepth) {
      report_at(offset, "too-deep", "", "values nest deeper than " + std::to_string(kMaxDepth) + " levels", "");
      return false;
    }
    const std::size_t outer_size = prefix_.size();
    prefix_ = pointer();
    Level level;
    level.is_array = is_array;
    level.pointer_size = outer_size;
    levels_.push_back(std::move(level));
    return true;
  }
  bool close() {
    cursor_.next();
    prefix_.resize(levels_.back().pointer_size);
    levels_.pop_back();
    finish_value();
    return true;
  }

  Cursor cursor_;
  TextPositions& positions_;
  Diagnostics& diagnostics_;
  std::vector<Level> levels_;
  std::string prefix_;  // pointer of the innermost open array or object
};

}  // namespace

TextPositions::TextPositions(const std::string& text) : text_(&text), line_starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
}

void TextPositions::add(std::string pointer, std::optional<std::size_t> key, std::size_t value) {
  offsets_[std::move(pointer)] = {key, value};
}

TextPosition TextPositions::at(std::size_t offset) const {
  offset = std::min(offset, text_->size());
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const std::size_t start = *std::prev(next);
  const auto begin = text_->begin() + static_cast<std::ptrdiff_t>(start);
  const auto characters = std::count_if(begin, begin + static_cast<std::ptrdiff_t>(offset - start),
                                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return {static_cast<int>(next - line_starts_.begin()), static_cast<int>(characters) + 1};
}

TextPosition TextPositions::of_value(std::string pointer) const {
  while (true) {
    const auto found = offsets_.find(pointer);
    if (found != offsets_.end()) return at(found->second.value);
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string::npos) return at(0);
    pointer.resize(slash);
  }
}

TextPosition TextPositions::of_key(const std::string& pointer) const {
  const auto found = offsets_.find(pointer);
  return found != offsets_.end() && found->second.key ? at(*found->second.key) : of_value(pointer);
}

std::optional<json> read_json(const std::string& text, TextPositions& positions, Diagnostics& diagnostics) {
  if (text.size() > kMaxPipelineBytes) {
    report(diagnostics, "too-large", "",
           "the file has " + std::to_string(text.size()) + " bytes; at most " + std::to_string(kMaxPipelineBytes) +
               " are read");
    return std::nullopt;
  }
  PositionReader reader(text, positions, diagnostics);
  if (!json::sax_parse(text, &reader, json::input_format_t::json, true, true)) return std::nullopt;
  return json::parse(text, nullptr, false, true);
}

}  // namespace augshard
