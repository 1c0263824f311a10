#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/load.h"
#include "engine/output_state.h"
#include "plan/plan.h"
#include "sink/sink.h"

namespace augshard {

/// Where the log lines of a shard wait until the rows of the whole split are known: a path below the output folder.
std::string shard_log_path(const ShardName& shard);

/// Joins the logs of all shards into examples.jsonl, in shard order with row numbers.
FileEntry write_examples_log(const std::filesystem::path& output, const Plan& plan);

/// rejects.jsonl, one object a rejected record in the order of the plan.
FileEntry write_rejects(const std::filesystem::path& output, const std::vector<Reject>& rejects);

}  // namespace augshard
