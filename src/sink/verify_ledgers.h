#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/files.h"
#include "sink/verify_values.h"

namespace augshard {

inline constexpr const char* kExamplesLog = "examples.jsonl";
inline constexpr const char* kRejectsLog = "rejects.jsonl";

/// Lines of a mapped file, one after the other, each numbered from 1.
class Lines {
 public:
  explicit Lines(FileBytes file);
  /// The next line without its end; nothing at the end of the file.
  std::optional<std::string_view> next();
  [[nodiscard]] std::int64_t number() const { return number_; }  ///< of the line that next() gave last

 private:
  FileBytes file_;
  std::string_view rest_;
  std::int64_t number_ = 0;
};

/// examples.jsonl, read once from its first line to its last, shard after shard.
class ExamplesLog {
 public:
  struct Line {
    std::int64_t number = 0;
    std::string key;
    std::int64_t copy = 0;
  };

  explicit ExamplesLog(FileBytes file) : lines_(std::move(file)) {}

  /// The lines of the next `count` rows of a split. The first line that is none, or is not the row it should be, is
  /// told with code "ledger", and ends the reading: all that follows would be one off.
  std::vector<Line> next(const std::string& split, std::int64_t count, const Tell& tell);
  /// Tells where lines are left.
  void finish(const Tell& tell);

 private:
  void stop(const Tell& tell, const std::string& message);

  Lines lines_;
  std::map<std::string, std::int64_t> rows_;  ///< by split: the next row
  bool stopped_ = false;
};

/// What rejects.jsonl says: the keys of its records with their line numbers, as many as the run itself held at once;
/// without those that were no UTF-8, which cannot be told apart.
struct RejectsLog {
  std::int64_t count = 0;
  std::unordered_map<std::string, std::int64_t> lines;
};

/// Reads rejects.jsonl; each line that is none is told with code "ledger".
RejectsLog read_rejects(FileBytes file, const Tell& tell);

/// A key as a ledger has it: what is no UTF-8 is replaced there.
std::string ledger_key(const std::string& key);

}  // namespace augshard
