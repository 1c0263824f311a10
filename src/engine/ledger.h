#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/load.h"
#include "plan/plan.h"
#include "sink/sink.h"

namespace augshard {

/// The folder of an unfinished run's own files, below the output folder.
inline constexpr std::string_view kStateFolder = ".augshard";

/// Where the log lines of a shard wait until the rows of the whole split are known.
std::filesystem::path shard_log_path(const std::filesystem::path& output, const ShardName& shard);

/// Joins the logs of all shards into examples.jsonl, in shard order with row numbers.
FileEntry write_examples_log(const std::filesystem::path& output, const Plan& plan);

/// rejects.jsonl, one object a rejected record in the order of the plan.
FileEntry write_rejects(const std::filesystem::path& output, const std::vector<Reject>& rejects);

}  // namespace augshard
