#include "cli/event_json.h"

#include <nlohmann/json.hpp>

#include "cli/exit_code.h"
#include "cli/plan_text.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

Json split_json(const SplitPlan& split) {
  return {{"split", split.spec().name},
          {"records", split.record_count()},
          {"copies", split.copies()},
          {"examples", examples_of(split)},
          {"shards", split.shard_count()}};
}

Json split_json(const SplitSummary& split) {
  return {{"split", split.counts.name},
          {"records", split.counts.records},
          {"rejected", split.counts.rejected},
          {"examples", split.counts.examples},
          {"shards", split.shards}};
}

Json stages_json(const StageSeconds& stages) {
  return {{"decode", stages.decode},
          {"warp", stages.warp},
          {"colour", stages.colour},
          {"encode", stages.encode},
          {"write", stages.write}};
}

const char* end_of(int code) {
  switch (code) {
    case exit_code::kDone: return "complete";
    case exit_code::kUsage: return "refused";
    case exit_code::kInputOutput: return "failed";
    case exit_code::kRejects: return "too-many-rejects";
    case exit_code::kInternal: return "internal-error";
    default: return "stopped";
  }
}

Json json_of(const ProgressEvent& event) {
  return {{"type", "progress"},         {"done", event.done},       {"total", event.total},
          {"examples", event.examples}, {"rejects", event.rejects}, {"bytes", event.bytes}};
}

Json json_of(const ShardEvent& event) {
  return {{"type", "shard"},      {"split", event.split},       {"output", event.output}, {"index", event.index},
          {"count", event.count}, {"examples", event.examples}, {"bytes", event.bytes}};
}

Json json_of(const Reject& reject) {
  return {{"type", "reject"},
          {"key", reject.key},
          {"path", reject.path},
          {"code", reject.error.code},
          {"reason", reject.error.message},
          {"hint", reject.error.hint}};
}

}  // namespace

Json start_json(const Spec& spec, const Plan& plan, const std::string& output) {
  Json splits = Json::array();
  for (const SplitPlan& split : plan.splits) splits.push_back(split_json(split));
  Json outputs = Json::array();
  for (const OutputSpec& entry : spec.outputs) outputs.push_back({{"type", entry.type}, {"path", entry.path}});
  const PlanTotals totals = totals_of(plan);
  return {{"type", "start"},
          {"augshard", AUGSHARD_VERSION},
          {"name", spec.name},
          {"version", spec.version},
          {"seed", spec.seed},
          {"output", output},
          {"records", totals.records},
          {"examples", totals.examples},
          {"estimated_bytes", plan.estimated_bytes},
          {"splits", std::move(splits)},
          {"outputs", std::move(outputs)}};
}

Json event_json(const RunEvent& event) {
  return std::visit([](const auto& content) { return json_of(content); }, event);
}

Json diagnostic_json(const Diagnostic& diagnostic) {
  return {{"type", "diagnostic"},          {"severity", diagnostic.severity == Severity::error ? "error" : "warning"},
          {"code", diagnostic.code},       {"file", diagnostic.file},
          {"line", diagnostic.line},       {"column", diagnostic.column},
          {"pointer", diagnostic.pointer}, {"message", diagnostic.message},
          {"hint", diagnostic.hint}};
}

Json done_json(int exit_code, const std::string& reason) {
  Json done{{"type", "done"}, {"exit", exit_code}, {"end", end_of(exit_code)}};
  if (!reason.empty()) done["reason"] = reason;
  return done;
}

Json done_json(int exit_code, const std::string& reason, const RunSummary& summary) {
  Json done = done_json(exit_code, reason);
  if (summary.end == RunEnd::complete) {
    done["splits"] = Json::array();
    for (const SplitSummary& split : summary.splits) done["splits"].push_back(split_json(split));
  }
  done["rejects"] = summary.rejects;
  done["kept_examples"] = summary.kept_examples;
  done["bytes"] = summary.bytes;
  done["seconds"] = summary.seconds;
  done["stages"] = stages_json(summary.stages);
  return done;
}

}  // namespace augshard
