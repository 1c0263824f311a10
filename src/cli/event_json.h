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
/// "done": what came of the run; with "splits" when it is complete. The last line, unless an exit code of 3 or 70 tells
/// that the run was broken off.
nlohmann::ordered_json done_json(int exit_code);
nlohmann::ordered_json done_json(int exit_code, const RunSummary& summary);

}  // namespace augshard
