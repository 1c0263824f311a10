#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "engine/load.h"
#include "plan/plan.h"
#include "sink/manifest.h"

namespace augshard {

/// What a finished block gave: the unit of commit and of resume.
struct Block {
  SplitCounts counts;
  std::vector<Reject> rejects;  ///< in the order of the plan
  Sums sums;
  std::vector<std::vector<ShardEntry>> shards;  ///< [copy][output]
  std::vector<FileEntry> logs;                  ///< one a copy, below the output folder; none without a log of examples
};

/// Notes that a block of a split is finished, after all its files are. Throws IoError.
void write_block(const std::filesystem::path& output, const SplitPlan& split, std::int64_t index, const Block& block);

/// A block that an earlier run finished; nothing where it did not, or where one of its files has not the size and
/// checksum that were noted: then it has to be made again.
std::optional<Block> read_block(const std::filesystem::path& output, const SplitPlan& split, std::int64_t index);

}  // namespace augshard
