#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sink/verify_declared.h"
#include "sink/verify_ledgers.h"

namespace augshard {

/// Is told a problem of a file of the dataset.
using TellFile = std::function<void(const char* code, const std::string& path, const std::string& message)>;

/// Key and copy of one row as read from a shard; nothing where they could not be.
struct FoundRow {
  std::optional<std::string> key;
  std::optional<std::int64_t> copy;
};

/// The rows of one shard of one output. `path` is the file that holds the keys, `unit` what it calls a row.
struct FoundShard {
  std::string path;
  std::string unit;
  std::vector<FoundRow> rows;
};

/// Shard k of every output: the same rows, `examples` of them.
struct ShardRow {
  std::string split;
  std::int64_t examples = 0;
  std::vector<FoundShard> outputs;
};

/// Holds the rows of all shards, in the order of dataset.json, against examples.jsonl and rejects.jsonl, against each
/// other, and against the plan's layout: of a split's B blocks, shard c*B + b holds copy number c of block b, so it has
/// the records of shard b, without those whose copy number c does not come to be. Keeps one hash a record and the keys
/// that were rejected, else one shard at a time.
class RowsCheck {
 public:
  /// `shards`: of each split.
  RowsCheck(const Declared& declared, std::map<std::string, std::int64_t> shards, std::optional<ExamplesLog> log,
            RejectsLog rejects, TellFile tell);

  RowsCheck(const RowsCheck&) = delete;
  RowsCheck& operator=(const RowsCheck&) = delete;

  void add(const ShardRow& shard);
  /// Tells lines that are left in examples.jsonl. Gives the records of each split, where its layout could be followed.
  std::map<std::string, std::int64_t> finish();

 private:
  struct Block {
    std::int64_t examples = 0;
    std::optional<std::vector<std::uint64_t>> keys;  ///< hashes of them
    std::string path;
  };
  struct Split {
    std::int64_t shards = 0;  ///< seen so far
    std::vector<Block> blocks;
  };

  void hold_against_log(const FoundShard& found, const std::vector<ExamplesLog::Line>& lines);
  void hold_against_first(const FoundShard& found, const FoundShard& first);
  void check_layout(const std::string& split, std::int64_t examples, const FoundShard* found);
  void check_copies(const FoundShard& found, const std::string& split, std::int64_t copy);
  void check_rejected(const FoundShard& found);

  const Declared& declared_;
  std::map<std::string, std::int64_t> shards_;
  std::optional<ExamplesLog> log_;
  RejectsLog rejects_;
  TellFile tell_;
  Tell tell_log_;
  std::map<std::string, Split> splits_;
};

}  // namespace augshard
