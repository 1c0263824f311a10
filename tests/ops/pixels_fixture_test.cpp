#include "ops/pixels_fixture.h"

#include <nlohmann/json.hpp>

#include "op/bind.h"

namespace augshard::pixels_test {
namespace {

std::optional<BoundOp> bind(const std::string& json, Diagnostics& diagnostics) {
  const auto object = nlohmann::json::parse(json);
  const OpInfo* info = find_op(object.at("op").get<std::string>());
  REQUIRE(info != nullptr);
  return bind_op(*info, object, "", common_keys(info->kind), diagnostics);
}

}  // namespace
}  // namespace augshard::pixels_test

augshard::BoundOp augshard::ops_test::bound(const std::string& json) {
  Diagnostics diagnostics;
  const auto op = pixels_test::bind(json, diagnostics);
  for (const Diagnostic& d : diagnostics) MESSAGE(format(d));
  REQUIRE(op);
  return *op;
}

namespace augshard::pixels_test {

bool refused(const std::string& json, const std::string& code) {
  Diagnostics diagnostics;
  const auto op = bind(json, diagnostics);
  return !op && diagnostics.size() == 1 && diagnostics[0].code == code;
}

std::string op_json(const std::string& name, const std::vector<std::pair<std::string, double>>& numbers) {
  nlohmann::json object{{"op", name}};
  for (const auto& [key, value] : numbers) object[key] = value;
  return object.dump();
}

}  // namespace augshard::pixels_test
