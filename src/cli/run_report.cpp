#include "cli/run_report.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/counted.h"
#include "cli/event_json.h"
#include "cli/streams.h"
#include "cli/text.h"
#include "source/names.h"

namespace augshard {
namespace {

/// More are in rejects.jsonl, and told with -v.
constexpr std::int64_t kRejectsTold = 20;
constexpr std::chrono::seconds kJsonInterval{1};

ProgressMode effective(ProgressMode mode, Verbosity verbosity) {
  if (mode != ProgressMode::automatic) return mode;
  return verbosity == Verbosity::normal ? ProgressMode::automatic : ProgressMode::never;
}

std::string stages_text(const StageSeconds& stages) {
  const double sum = stages.decode + stages.warp + stages.colour + stages.encode + stages.write;
  if (sum <= 0) return {};
  const auto share = [sum](const char* name, double seconds) {
    return std::string(name) + " " + fixed(std::round(100 * seconds / sum), 0) + " %";
  };
  return "  time: " + share("decode", stages.decode) + ", " + share("warp", stages.warp) + ", " +
         share("colour", stages.colour) + ", " + share("encode", stages.encode) + ", " + share("write", stages.write) +
         "\n";
}

std::string split_line(const SplitSummary& split) {
  std::string line = "  " + split.counts.name + ": " + counted(split.counts.records, "record", "records") + ", " +
                     counted(split.counts.examples, "example", "examples") + ", " +
                     counted(split.shards, "shard", "shards");
  if (split.counts.rejected > 0) line += ", " + std::to_string(split.counts.rejected) + " rejected";
  return line + "\n";
}

std::string_view name_of(RunEnd end) {
  switch (end) {
    case RunEnd::complete: return "complete";
    case RunEnd::too_many_rejects: return "ended by rejects";
    case RunEnd::stopped: break;
  }
  return "stopped";
}

}  // namespace

RunReport::RunReport(ReportOptions options)
    : options_(std::move(options)), progress_(effective(options_.progress, options_.verbosity)) {}

void RunReport::operator()(const RunEvent& event) {
  std::visit([this](const auto& content) { tell(content); }, event);
}

void RunReport::tell(const ProgressEvent& event) {
  progress_.update(event);
  const auto now = std::chrono::steady_clock::now();
  if (!options_.json || (now < next_json_ && event.done < event.total)) return;
  next_json_ = now + kJsonInterval;
  write_out(event_json(event).dump() + "\n");
}

void RunReport::tell(const ShardEvent& event) {
  if (options_.json) write_out(event_json(event).dump() + "\n");
  if (options_.verbosity != Verbosity::verbose) return;
  progress_.clear();
  write_error(event.output + ": " + event.split + " shard " + std::to_string(event.index) + " of " +
              std::to_string(event.count) + ", " + counted(event.examples, "example", "examples") + ", " +
              bytes_text(event.bytes) + "\n");
}

void RunReport::tell(const Reject& reject) {
  if (options_.json) write_out(event_json(reject).dump() + "\n");
  if (options_.verbosity != Verbosity::verbose && rejects_told_ >= kRejectsTold) {
    ++rejects_untold_;
    return;
  }
  ++rejects_told_;
  progress_.clear();
  Diagnostic diagnostic = plain_error(reject.error.code, reject.error.message, reject.error.hint);
  diagnostic.file = (options_.root / reject.path).string();
  if (!options_.rejects_end) diagnostic.severity = Severity::warning;
  print(diagnostic);
}

void RunReport::finish() {
  progress_.clear();
  if (rejects_untold_ > 0) write_error("... and " + counted(rejects_untold_, "more reject", "more rejects") + "\n");
}

std::string summary_text(const Spec& spec, const RunSummary& summary) {
  std::int64_t examples = 0;
  for (const SplitSummary& split : summary.splits) examples += split.counts.examples;
  std::string text = spec.name + ": " + std::string(name_of(summary.end)) + ", " +
                     counted(examples, "example", "examples") + ", " + bytes_text(summary.bytes) + " in " +
                     duration_text(summary.seconds) + " (" +
                     fixed(static_cast<double>(examples - summary.kept_examples) / std::max(summary.seconds, 1e-3), 1) +
                     " examples/s)\n";
  if (summary.kept_examples > 0) {
    text += "  kept from an earlier run: " + counted(summary.kept_examples, "example", "examples") + "\n";
  }
  if (summary.end == RunEnd::complete) {
    for (const SplitSummary& split : summary.splits) text += split_line(split);
  }
  if (summary.rejects > 0) text += "  " + counted(summary.rejects, "reject", "rejects") + "\n";
  return text + stages_text(summary.stages);
}

}  // namespace augshard
