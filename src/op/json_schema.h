#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "op/op.h"

/// Pieces of JSON Schema that say what the readers of op/values.h and op/bind.h accept.
namespace augshard {

nlohmann::ordered_json number_schema(Range range);
nlohmann::ordered_json integer_schema(Range range);
/// One number, or a list of at least one.
nlohmann::ordered_json numbers_schema(Range range);
nlohmann::ordered_json choice_schema(const std::vector<std::string>& choices);
/// A list of weights; that they fit their list and are not all 0 is a rule beyond the schema.
nlohmann::ordered_json weights_schema();
/// All forms of a Draw; that a range is not reversed is a rule beyond the schema.
nlohmann::ordered_json draw_schema(Range range, bool whole);
nlohmann::ordered_json nullable(nlohmann::ordered_json schema);

}  // namespace augshard
