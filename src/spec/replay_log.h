#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/expected.h"
#include "base/files.h"
#include "op/draw.h"

namespace augshard {

/// What one op drew, as a log says it.
struct LoggedDraws {
  std::string path;  ///< place in the ops list of the logged run
  std::vector<DrawnNumber> numbers;
};

/// A log of examples (examples.jsonl), found by record and copy. The file stays open; lines are parsed when asked for.
class ReplayLog {
 public:
  /// Errors: "io"; "log" for a file whose lines are no examples.
  static Expected<ReplayLog> open(const std::filesystem::path& path);

  /// What was drawn for a copy of a record; error "replay" where the log has no such example.
  [[nodiscard]] Expected<std::vector<LoggedDraws>> find(std::string_view key, int copy) const;

 private:
  struct Line {
    std::size_t begin, size;
  };
  [[nodiscard]] std::string_view text() const;

  std::string name_;
  FileBytes file_;
  std::unordered_multimap<std::uint64_t, Line> lines_;  ///< by hash of key and copy
};

}  // namespace augshard
