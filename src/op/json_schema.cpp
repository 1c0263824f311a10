#include "op/json_schema.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "op/values.h"

namespace augshard {
namespace {

using json = nlohmann::ordered_json;

constexpr double kLargestWhole = 0x1p53;

json limited(const char* type, Range range) {
  json schema{{"type", type}};
  if (std::isfinite(range.low)) schema["minimum"] = number_json(range.low);
  if (std::isfinite(range.high)) schema["maximum"] = number_json(range.high);
  return schema;
}

json list_of(json item, int least) { return {{"type", "array"}, {"items", std::move(item)}, {"minItems", least}}; }

json pair_of(json first, json second) {
  return {{"type", "array"},
          {"prefixItems", json::array({std::move(first), std::move(second)})},
          {"minItems", 2},
          {"maxItems", 2}};
}

json closed_object(json properties, const char* required) {
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", json::array({required})},
          {"additionalProperties", false}};
}

}  // namespace

json number_schema(Range range) { return limited("number", range); }

json integer_schema(Range range) {
  return limited("integer", {std::max(range.low, -kLargestWhole), std::min(range.high, kLargestWhole)});
}

json numbers_schema(Range range) {
  return {{"anyOf", json::array({number_schema(range), list_of(number_schema(range), 1)})}};
}

json choice_schema(const std::vector<std::string>& choices) {
  if (choices.empty()) return {{"type", "string"}};
  if (choices.size() == 1) return {{"const", choices.front()}};
  return {{"enum", choices}};
}

json weights_schema() { return list_of(number_schema({0}), 0); }

json draw_schema(Range range, bool whole) {
  const json number = whole ? integer_schema(range) : number_schema(range);
  json positive = number;
  positive["exclusiveMinimum"] = 0;
  const json choice{{"choice", list_of(number, 1)}, {"weights", weights_schema()}};
  const json normal{{"normal", pair_of(number_schema(range), number_schema({0}))}};
  const json loguniform{{"loguniform", pair_of(positive, positive)}};
  return {{"anyOf", json::array({number, pair_of(number, number), closed_object(choice, "choice"),
                                 closed_object(normal, "normal"), closed_object(loguniform, "loguniform")})}};
}

json nullable(json schema) { return {{"anyOf", json::array({std::move(schema), json{{"type", "null"}}})}}; }

}  // namespace augshard
