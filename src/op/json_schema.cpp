#include "op/json_schema.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "op/values.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

Json limited(const char* type, Range range) {
  Json schema{{"type", type}};
  if (std::isfinite(range.low)) schema["minimum"] = number_json(range.low);
  if (std::isfinite(range.high)) schema["maximum"] = number_json(range.high);
  return schema;
}

Json list_of(Json item, int least) { return {{"type", "array"}, {"items", std::move(item)}, {"minItems", least}}; }

Json pair_of(Json first, Json second) {
  return {{"type", "array"},
          {"prefixItems", Json::array({std::move(first), std::move(second)})},
          {"minItems", 2},
          {"maxItems", 2}};
}

Json closed_object(Json properties, const char* required) {
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", Json::array({required})},
          {"additionalProperties", false}};
}

}  // namespace

Json number_schema(Range range) { return limited("number", range); }

Json integer_schema(Range range) {
  return limited("integer", {std::max(range.low, -kLargestWhole), std::min(range.high, kLargestWhole)});
}

Json numbers_schema(Range range) {
  return {{"anyOf", Json::array({number_schema(range), list_of(number_schema(range), 1)})}};
}

Json choice_schema(const std::vector<std::string>& choices) {
  if (choices.empty()) return {{"type", "string"}};
  if (choices.size() == 1) return {{"const", choices.front()}};
  return {{"enum", choices}};
}

Json weights_schema() { return list_of(number_schema({0}), 0); }

Json draw_schema(Range range, bool whole) {
  const Json number = whole ? integer_schema(range) : number_schema(range);
  Json positive = number;
  positive["exclusiveMinimum"] = 0;
  const Json choice{{"choice", list_of(number, 1)}, {"weights", weights_schema()}};
  const Json normal{{"normal", pair_of(number_schema(range), number_schema({0}))}};
  const Json loguniform{{"loguniform", pair_of(positive, positive)}};
  return {{"anyOf", Json::array({number, pair_of(number, number), closed_object(choice, "choice"),
                                 closed_object(normal, "normal"), closed_object(loguniform, "loguniform")})}};
}

Json nullable(Json schema) { return {{"anyOf", Json::array({std::move(schema), Json{{"type", "null"}}})}}; }

}  // namespace augshard
