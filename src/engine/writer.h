#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/block.h"
#include "engine/run.h"
#include "engine/work.h"
#include "sink/shard_file.h"

namespace augshard {

/// Appends finished records in the order of the plan and commits shards block by block. Used by one thread at a time.
class RunWriter {
 public:
  /// The blocks of a run, [split][block]: those that an earlier run finished, and nothing for those to be made.
  using Blocks = std::vector<std::vector<std::optional<Block>>>;

  RunWriter(const Plan& plan, std::vector<std::unique_ptr<Sink>>& sinks, const RunOptions& options, bool examples_log,
            Blocks finished, const std::function<void(const RunEvent&)>& on_event);

  /// Takes the record at `place` of split number `split`; the records of a block come in order, without gaps.
  void write(std::size_t split, std::int64_t place, const Slot& slot);

  /// True once no further record is wanted: too many rejects.
  [[nodiscard]] bool ended() const { return ended_; }

  [[nodiscard]] const Blocks& blocks() const { return blocks_; }
  /// Of a split, as far as it is finished.
  [[nodiscard]] SplitCounts counts(std::size_t split) const;
  [[nodiscard]] Sums sums(std::size_t split) const;
  /// Of all finished blocks in the order of the plan, then of the open one.
  [[nodiscard]] std::vector<Reject> rejects() const;
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] double seconds() const { return seconds_; }

 private:
  /// The shards of one block that are being written: one a copy and output.
  struct OpenBlock {
    std::int64_t index;
    std::vector<std::vector<std::unique_ptr<ShardWriter>>> writers;  ///< [copy][output]
    std::vector<std::optional<ShardFile>> logs;                      ///< [copy]
    Block block;
  };

  void open_block(std::size_t split, std::int64_t index);
  void append(const FinishedCopies& copies);
  void reject(const Reject& reject);
  void commit_block(std::size_t split);

  const Plan& plan_;
  std::vector<std::unique_ptr<Sink>>& sinks_;
  const RunOptions& options_;
  bool examples_log_;
  const std::function<void(const RunEvent&)>& on_event_;
  Blocks blocks_;
  std::optional<OpenBlock> open_;
  ProgressEvent progress_;
  std::uint64_t bytes_ = 0;
  double seconds_ = 0;
  bool ended_ = false;
};

}  // namespace augshard
