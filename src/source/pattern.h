#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace augshard {

/// A path pattern of the pipeline file, over bytes and case-sensitive:
///   {word}      one or more bytes without '/';      {word...}  one or more bytes, '/' allowed
///   (a|b)       alternatives; may be nested and hold captures; parentheses without a '|' stand for themselves
/// Everything else is literal. A word used twice must match equal text; one in an alternative that was not taken is
/// empty. A pattern is relative to the source's root: no leading '/', no "." or ".." between slashes.
///
/// Where a path matches in several ways the first in this order counts: from left to right, each capture takes as much
/// as it can and alternatives are tried as written. So {city}_{id} splits "a_b_c" into "a_b" and "c".
class Pattern {
 public:
  enum class Outcome : std::uint8_t { no, yes, gave_up };

  /// Error "pattern" says which byte of the pattern is at fault.
  static Expected<Pattern> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// The words, each once, in order of first appearance.
  [[nodiscard]] const std::vector<std::string>& captures() const { return captures_; }
  /// The literal folders at the start, ending in '/' ("images/train/"); empty where there are none.
  [[nodiscard]] const std::string& folder() const { return folder_; }

  /// Matches a whole path; on `yes`, `values` holds one text a capture (views into `path`). Failed states are
  /// remembered, so time is polynomial; `gave_up` after 2^22 steps, which only a name made for it needs.
  [[nodiscard]] Outcome match(std::string_view path, std::vector<std::string_view>& values) const;

  /// False where no path below `folder` ("a/b", "" is the root) can match.
  [[nodiscard]] bool may_match_below(std::string_view folder) const;

  /// A path that the pattern matches when its captures have these values: first alternatives; an empty value leaves
  /// the capture as written.
  [[nodiscard]] std::string fill_in(const std::vector<std::string>& values) const;

 private:
  friend class PatternParser;
  friend class PatternMatcher;

  /// One instruction of the matching program; each names the one that follows.
  struct Step {
    enum class Kind : std::uint8_t { literal, capture, choice, end } kind = Kind::end;
    std::string text;                  ///< literal
    std::size_t slot = 0;              ///< capture
    bool deep = false;                 ///< capture: may hold '/'
    std::vector<std::size_t> targets;  ///< choice: the alternatives in order
    std::size_t next = 0;
  };

  std::string text_;
  std::string folder_;
  std::vector<std::string> captures_;
  std::vector<std::size_t> repeated_;  ///< slots that occur more than once
  std::vector<Step> steps_;
  std::size_t start_ = 0;
};

}  // namespace augshard
