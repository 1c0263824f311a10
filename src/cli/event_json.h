#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/diagnostic.h"
#include "engine/run.h"
#include "plan/plan.h"

namespace augshard {

/// The lines of `run --json`: an object each, told apart by its "type".

/// "start": the plan.
nlohmann::ordered_json start_json(const Spec& spec, const Plan& plan, const std::string& output);
/// "progress", "shard", "reject".
nlohmann::ordered_json event_json(const RunEvent& event);
/// "diagnostic": a problem of the pipeline or its source.
nlohmann::ordered_json diagnostic_json(const Diagnostic& diagnostic);
/// "done", the last line: how the process ends, and why where that is not well; with the numbers of `summary` where the
/// run came to its own end, and "splits" when it is complete.
nlohmann::ordered_json done_json(int exit_code, const std::string& reason);
nlohmann::ordered_json done_json(int exit_code, const std::string& reason, const RunSummary& summary);

}  // namespace augshard
