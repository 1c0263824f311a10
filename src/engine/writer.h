#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/files.h"
#include "engine/run.h"
#include "engine/work.h"

namespace augshard {

/// Appends finished records in the order of the plan and commits shards block by block. Used by one thread at a time.
class RunWriter {
 public:
  RunWriter(const Plan& plan, std::vector<std::unique_ptr<Sink>>& sinks, const RunOptions& options, bool examples_log,
            const std::function<void(const RunEvent&)>& on_event);

  /// Takes the record at `place` of split number `split`; records come in order, without gaps.
  void write(std::size_t split, std::int64_t place, const Slot& slot);

  /// True once no further record is wanted: too many rejects.
  [[nodiscard]] bool ended() const { return ended_; }

  struct SplitResult {
    SplitCounts counts;
    Sums sums;
    /// One list an output, one entry a shard in shard order.
    std::vector<std::vector<ShardEntry>> shards;
  };
  [[nodiscard]] const std::vector<SplitResult>& splits() const { return splits_; }
  [[nodiscard]] const std::vector<Reject>& rejects() const { return rejects_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] double seconds() const { return seconds_; }

 private:
  /// The shards of one block that are being written: one a copy and output.
  struct OpenBlock {
    std::int64_t index;
    std::vector<std::vector<std::unique_ptr<ShardWriter>>> writers;  ///< [copy][output]
    std::vector<std::optional<AtomicFile>> logs;                     ///< [copy]
    Sums sums;
  };

  void open_block(std::size_t split, std::int64_t index);
  void append(std::size_t split, const std::vector<FinishedCopy>& copies);
  void reject(std::size_t split, const Reject& reject);
  void commit_block(std::size_t split);

  const Plan& plan_;
  std::vector<std::unique_ptr<Sink>>& sinks_;
  const RunOptions& options_;
  bool examples_log_;
  const std::function<void(const RunEvent&)>& on_event_;
  std::optional<OpenBlock> block_;
  std::vector<SplitResult> splits_;
  std::vector<Reject> rejects_;
  ProgressEvent progress_;
  std::uint64_t bytes_ = 0;
  double seconds_ = 0;
  bool ended_ = false;
};

}  // namespace augshard
