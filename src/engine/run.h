#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "engine/load.h"
#include "plan/plan.h"
#include "sink/manifest.h"

namespace augshard {

struct RunOptions {
  /// Absent, empty, or holding what an earlier run of the same identity left unfinished: that is then gone on with.
  std::filesystem::path output;
  int threads = 0;                    ///< 0 = as many as the machine gives
  int in_flight = 0;                  ///< records between reading and writing; 0 = 4 a thread
  std::uint64_t memory = 0;           ///< bytes of records between reading and writing; 0 = default_memory()
  bool stop_at_reject = true;         ///< --on-error stop
  std::int64_t max_rejects = -1;      ///< with --on-error skip; negative = unlimited
  std::optional<std::int64_t> limit;  ///< only noted in dataset.json: the plan has applied it
  /// Asked now and then; true ends the run after the records in flight (a signal).
  std::function<bool()> stop_requested = [] { return false; };
};

/// Where the time went, summed over threads, in seconds.
struct StageSeconds {
  double decode = 0, warp = 0, colour = 0, encode = 0, write = 0;
};

struct SplitSummary {
  SplitCounts counts;
  std::int64_t shards = 0;
};

/// Events of a run, in order, from one thread at a time.
struct ProgressEvent {
  std::int64_t done = 0, total = 0;  ///< records
  std::int64_t examples = 0;
  std::int64_t rejects = 0;
  std::uint64_t bytes = 0;  ///< written so far
};
struct ShardEvent {
  std::string split;
  std::string output;  ///< "tfrecord", "npy": the output's path
  std::int64_t index = 0, count = 0, examples = 0;
  std::uint64_t bytes = 0;
};
using RunEvent = std::variant<ProgressEvent, ShardEvent, Reject>;

enum class RunEnd : std::uint8_t { complete, too_many_rejects, stopped };

struct RunSummary {
  RunEnd end = RunEnd::complete;
  std::vector<SplitSummary> splits;
  std::int64_t rejects = 0;
  std::int64_t kept_examples = 0;  ///< in shards that an earlier run finished
  std::uint64_t bytes = 0;         ///< written by this run
  double seconds = 0;
  StageSeconds stages;
  std::uint64_t memory_peak = 0;  ///< the most of RunOptions::memory that was taken at once, by estimate
};

/// Makes the dataset: a oneTBB flow graph over records, shards committed block by block, dataset.json last. Blocks that
/// are finished already and whole are kept, so that a run can go on after any end; the result is the same bytes. Throws
/// IoError where the output cannot be written, std::logic_error where a record was lost (a bug).
RunSummary run_plan(const Spec& spec, const Survey& survey, const Plan& plan, const RunOptions& options,
                    const std::function<void(const RunEvent&)>& on_event);

}  // namespace augshard
