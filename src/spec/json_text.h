#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"

namespace augshard {

/// Largest pipeline file, and how deep its values may nest: more is a mistake, or an attack on the recursion of the
/// checks.
inline constexpr std::size_t kMaxPipelineBytes = std::size_t{1} << 20U;
inline constexpr std::size_t kMaxDepth = 100;
/// Problems that are told of one file.
inline constexpr std::size_t kMaxProblems = 1000;

/// Line and column, from 1; columns count characters (code points), not bytes.
struct TextPosition {
  int line = 0;
  int column = 0;
};

/// Where each value of a JSON text stands, by JSON pointer.
class TextPositions {
 public:
  explicit TextPositions(const std::string& text);

  /// Of the value, or where the text has none there, of the nearest value around it.
  [[nodiscard]] TextPosition of_value(std::string pointer) const;
  /// Of the key that names the value; of the value itself where it has no key.
  [[nodiscard]] TextPosition of_key(const std::string& pointer) const;
  [[nodiscard]] TextPosition at(std::size_t offset) const;

  void add(std::string pointer, std::optional<std::size_t> key, std::size_t value);

 private:
  struct Offsets {
    std::optional<std::size_t> key;
    std::size_t value = 0;
  };
  const std::string* text_;
  std::vector<std::size_t> line_starts_;
  std::unordered_map<std::string, Offsets> offsets_;
};

/// Reads a JSON text with comments. Problems ("syntax", "duplicate-key", "too-large", "too-deep") are added with their
/// positions; nothing comes back where the text is not JSON. `positions` refers to `text`.
std::optional<nlohmann::json> read_json(const std::string& text, TextPositions& positions, Diagnostics& diagnostics);

}  // namespace augshard
