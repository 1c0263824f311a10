#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "op/op.h"

namespace augshard {

/// {"type":"op","name","kind","summary","params":[{"name","type","default","required","minimum","maximum","choices",
/// "unit","doc"}],"examples":[{...}]}: one line of `augshard ops --json`. Absent limits are left out.
nlohmann::ordered_json describe(const OpInfo& info);

/// The op's entry in `$defs` of the pipeline's JSON Schema, draft 2020-12, with the common keys of its kind.
nlohmann::ordered_json schema_of(const OpInfo& info);

/// The text of `augshard ops NAME`.
std::string help_text(const OpInfo& info);

/// The op's section of docs/reference/ops.md.
std::string reference_section(const OpInfo& info);

}  // namespace augshard
