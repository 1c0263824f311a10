#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "augment/augment.h"
#include "op/bind.h"
#include "op/table.h"

/// Op nodes from JSON, without a pipeline file.
namespace augshard {

inline OpNode node_of(const std::string& json) {
  nlohmann::json object = nlohmann::json::parse(json);
  object.erase("p");
  const OpInfo* info = find_op(object.at("op").get<std::string>());
  REQUIRE(info != nullptr);
  Diagnostics diagnostics;
  auto bound = bind_op(*info, object, "", {"op"}, diagnostics);
  INFO(json, (diagnostics.empty() ? std::string() : ": " + diagnostics.front().message));
  REQUIRE(bound);
  OpNode node;
  node.path = "0";
  node.content = *std::move(bound);
  return node;
}

/// `parameters` as JSON members: R"("angle_deg": 20)".
inline OpNode node_of(const std::string& op, const std::string& parameters) {
  return node_of(R"({"op": ")" + op + '"' + (parameters.empty() ? "" : ", " + parameters) + "}");
}

/// Gives each op of a list the path that its place has.
inline void number(OpList& ops) {
  for (std::size_t i = 0; i < ops.size(); ++i) ops[i].path = std::to_string(i);
}

inline std::string names_of(const OpList& ops) {
  std::string names;
  for (const OpNode& node : ops) names += std::get<BoundOp>(node.content).info->name + " ";
  return names;
}

inline std::vector<const OpInfo*> geometry_ops() {
  std::vector<const OpInfo*> ops;
  for (const OpInfo& info : op_table()) {
    if (info.kind == OpKind::geometry) ops.push_back(&info);
  }
  return ops;
}

}  // namespace augshard
