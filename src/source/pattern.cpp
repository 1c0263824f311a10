#include "source/pattern.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace augshard {

namespace {

constexpr int kMaxParentheses = 32;
constexpr std::size_t kMaxSteps = std::size_t{1} << 22U;
constexpr std::size_t kUnset = std::string_view::npos;

bool is_word_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word_char(char c) { return is_word_start(c) || (c >= '0' && c <= '9'); }

bool is_word(std::string_view text) {
  return !text.empty() && is_word_start(text.front()) && std::all_of(text.begin(), text.end(), is_word_char);
}

/// "", "." and ".." between slashes would name a folder in a second way, or leave the root.
std::optional<Error> refuse_path(std::string_view text) {
  const std::string hint = "patterns are relative to source.root; set it to a folder that holds all files";
  if (text.empty()) return Error{"pattern", "the pattern is empty", "write for example images/{id}.(jpg|png)"};
  if (text.front() == '/') return Error{"pattern", "the pattern begins with '/'", hint};
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('/', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    if (part.empty()) return Error{"pattern", "the pattern has an empty name beside a '/'", hint};
    if (part == "." || part == "..") {
      return Error{"pattern", "the pattern holds the folder name '" + std::string(part) + "'", hint};
    }
    begin = end + 1;
  }
  return std::nullopt;
}

}  // namespace

/// Recursive descent over the text; steps are linked from the back, so each knows its follower.
class PatternParser {
 public:
  explicit PatternParser(std::string_view text) : text_(text) { pattern_.text_ = std::string(text); }

  Expected<Pattern> run() {
    if (auto error = refuse_path(text_)) return *error;
    const auto items = parse_sequence(0);
    if (error_) return *error_;
    if (at_ < text_.size()) {
      return fault(text_[at_] == '|' ? "'|' stands outside parentheses" : "')' has no '(' before it",
                   "alternatives are written (a|b)");
    }
    pattern_.steps_.emplace_back();
    pattern_.start_ = link(items, 0);
    pattern_.folder_ = leading_folder(items);
    return std::move(pattern_);
  }

 private:
  struct Item {
    Pattern::Step step;
    std::vector<std::vector<Item>> alternatives;
  };
  using Sequence = std::vector<Item>;

  [[nodiscard]] Error fault(std::string message, std::string hint) const {
    return {"pattern", std::move(message) + " (byte " + std::to_string(at_ + 1) + " of '" + std::string(text_) + "')",
            std::move(hint)};
  }
  void fail(std::string message, std::string hint) {
    if (!error_) error_ = fault(std::move(message), std::move(hint));
  }

  static void add_literal(Sequence& sequence, std::string_view text) {
    if (sequence.empty() || sequence.back().step.kind != Pattern::Step::Kind::literal) {
      sequence.emplace_back().step.kind = Pattern::Step::Kind::literal;
    }
    sequence.back().step.text += text;
  }

  Sequence parse_sequence(int depth) {
    Sequence sequence;
    while (!error_ && at_ < text_.size() && text_[at_] != '|' && text_[at_] != ')') {
      switch (text_[at_]) {
        case '{': sequence.push_back(parse_capture()); break;
        case '(': parse_group(sequence, depth + 1); break;
        case '}': fail("'}' has no '{' before it", "a capture is written {word} or {word...}"); break;
        default: add_literal(sequence, text_.substr(at_++, 1));
      }
    }
    return sequence;
  }

  Item parse_capture() {
    const std::size_t close = std::min(text_.find('}', at_), text_.size());
    std::string_view word = text_.substr(at_ + 1, close - at_ - 1);
    Item item;
    item.step.kind = Pattern::Step::Kind::capture;
    item.step.deep = word.ends_with("...");
    if (item.step.deep) word.remove_suffix(3);
    if (close == text_.size() || !is_word(word)) {
      fail(close == text_.size() ? "'{' has no '}' after it" : "'" + std::string(word) + "' is not a capture name",
           "a capture is written {word} or {word...}: letters, digits and _, not beginning with a digit");
      return item;
    }
    item.step.slot = slot_of(word);
    at_ = close + 1;
    return item;
  }

  std::size_t slot_of(std::string_view word) {
    auto& words = pattern_.captures_;
    const auto found = std::find(words.begin(), words.end(), word);
    const auto slot = static_cast<std::size_t>(found - words.begin());
    if (found == words.end()) {
      words.emplace_back(word);
    } else if (std::find(pattern_.repeated_.begin(), pattern_.repeated_.end(), slot) == pattern_.repeated_.end()) {
      pattern_.repeated_.push_back(slot);
    }
    return slot;
  }

  void parse_group(Sequence& into, int depth) {
    if (depth > kMaxParentheses) return fail("parentheses are nested too deeply", "at most 32 levels");
    const std::size_t open = at_++;
    std::vector<Sequence> alternatives{parse_sequence(depth)};
    while (!error_ && at_ < text_.size() && text_[at_] == '|') {
      ++at_;
      alternatives.push_back(parse_sequence(depth));
    }
    if (error_) return;
    if (at_ == text_.size()) {
      at_ = open;
      return fail("'(' has no ')' after it", "alternatives are written (a|b)");
    }
    ++at_;
    if (alternatives.size() > 1) {
      Item item;
      item.step.kind = Pattern::Step::Kind::choice;
      item.alternatives = std::move(alternatives);
      into.push_back(std::move(item));
      return;
    }
    add_literal(into, "(");
    for (Item& item : alternatives.front()) {
      if (item.step.kind == Pattern::Step::Kind::literal) {
        add_literal(into, item.step.text);
      } else {
        into.push_back(std::move(item));
      }
    }
    add_literal(into, ")");
  }

  /// Adds the steps of a sequence that goes on at step `next`; returns its first step.
  std::size_t link(const Sequence& sequence, std::size_t next) {
    for (auto item = sequence.rbegin(); item != sequence.rend(); ++item) {
      Pattern::Step step = item->step;
      step.next = next;
      for (const Sequence& alternative : item->alternatives) step.targets.push_back(link(alternative, next));
      next = pattern_.steps_.size();
      pattern_.steps_.push_back(std::move(step));
    }
    return next;
  }

  static std::string leading_folder(const Sequence& sequence) {
    if (sequence.empty() || sequence.front().step.kind != Pattern::Step::Kind::literal) return {};
    const std::string& text = sequence.front().step.text;
    return text.substr(0, text.rfind('/') + 1);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<Error> error_;
  Pattern pattern_;
};

/// One backtracking search over the program. A step fails or not by its position and by the text of the captures that
/// occur again, so a failed combination of these is never tried twice.
class PatternMatcher {
 public:
  PatternMatcher(const Pattern& pattern, std::string_view path, bool prefix)
      : pattern_(pattern), path_(path), prefix_(prefix), ranges_(pattern.captures_.size(), Range{kUnset, 0}) {}

  Pattern::Outcome run() {
    if (follow(pattern_.start_, 0)) return Pattern::Outcome::yes;
    return steps_ > kMaxSteps ? Pattern::Outcome::gave_up : Pattern::Outcome::no;
  }

  [[nodiscard]] std::string_view value(std::size_t slot) const {
    const Range range = ranges_[slot];
    return range.begin == kUnset ? std::string_view{} : path_.substr(range.begin, range.size);
  }

 private:
  struct Range {
    std::size_t begin;
    std::size_t size;
  };

  bool follow(std::size_t index, std::size_t at) {
    if (++steps_ > kMaxSteps) return false;
    const Pattern::Step& step = pattern_.steps_[index];
    if (step.kind == Pattern::Step::Kind::end) return !prefix_ && at == path_.size();
    if (prefix_ && at == path_.size()) return true;
    if (step.kind == Pattern::Step::Kind::literal) return follow_text(step, step.text, at);
    if (step.kind == Pattern::Step::Kind::capture && ranges_[step.slot].begin != kUnset) {
      return follow_text(step, value(step.slot), at);
    }
    const std::vector<std::size_t> state = state_of(index, at);
    if (failed_.contains(state)) return false;
    if (step.kind == Pattern::Step::Kind::choice ? follow_choice(step, at) : follow_capture(step, at)) return true;
    failed_.insert(state);
    return false;
  }

  bool follow_text(const Pattern::Step& step, std::string_view text, std::size_t at) {
    const std::string_view rest = path_.substr(at);
    if (prefix_ && rest.size() < text.size()) return text.starts_with(rest);
    return rest.starts_with(text) && follow(step.next, at + text.size());
  }

  bool follow_choice(const Pattern::Step& step, std::size_t at) {
    return std::any_of(step.targets.begin(), step.targets.end(),
                       [&](std::size_t target) { return follow(target, at); });
  }

  bool follow_capture(const Pattern::Step& step, std::size_t at) {
    std::size_t longest = path_.size();
    if (!step.deep) longest = std::min(path_.find('/', at), longest);
    if (prefix_ && longest == path_.size()) return true;
    for (std::size_t end = longest; end > at && steps_ <= kMaxSteps; --end) {
      ranges_[step.slot] = {at, end - at};
      if (follow(step.next, end)) return true;
    }
    ranges_[step.slot] = {kUnset, 0};
    return false;
  }

  [[nodiscard]] std::vector<std::size_t> state_of(std::size_t index, std::size_t at) const {
    std::vector<std::size_t> state{index, at};
    for (const std::size_t slot : pattern_.repeated_) {
      state.push_back(ranges_[slot].begin);
      state.push_back(ranges_[slot].size);
    }
    return state;
  }

  const Pattern& pattern_;
  std::string_view path_;
  bool prefix_;
  std::vector<Range> ranges_;
  std::size_t steps_ = 0;
  std::set<std::vector<std::size_t>> failed_;
};

Expected<Pattern> Pattern::parse(std::string_view text) {
  while (text.starts_with("./")) text.remove_prefix(2);
  return PatternParser(text).run();
}

Pattern::Outcome Pattern::match(std::string_view path, std::vector<std::string_view>& values) const {
  PatternMatcher matcher(*this, path, false);
  const Outcome outcome = matcher.run();
  values.clear();
  for (std::size_t slot = 0; outcome == Outcome::yes && slot < captures_.size(); ++slot) {
    values.push_back(matcher.value(slot));
  }
  return outcome;
}

bool Pattern::may_match_below(std::string_view folder) const {
  if (folder.empty()) return true;
  const std::string path = std::string(folder) + "/";
  return PatternMatcher(*this, path, true).run() != Outcome::no;
}

std::string Pattern::fill_in(const std::vector<std::string>& values) const {
  std::string path;
  for (std::size_t index = start_; steps_[index].kind != Step::Kind::end;) {
    const Step& step = steps_[index];
    index = step.kind == Step::Kind::choice ? step.targets.front() : step.next;
    if (step.kind == Step::Kind::literal) path += step.text;
    if (step.kind != Step::Kind::capture) continue;
    const std::string& value = values[step.slot];
    path += !value.empty() ? value : "{" + captures_[step.slot] + (step.deep ? "...}" : "}");
  }
  return path;
}

}  // namespace augshard
