#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "op/bind.h"
#include "op/table.h"

/// What the tests of policies share.
namespace augshard::policy_test {

using nlohmann::json;

/// The ops list that a policy stands for.
inline json expanded(const json& policy) {
  const OpInfo* info = find_op(policy.at("op").get<std::string>());
  REQUIRE(info != nullptr);
  Diagnostics diagnostics;
  const auto bound = bind_op(*info, policy, "", common_keys(info->kind), diagnostics);
  for (const Diagnostic& d : diagnostics) MESSAGE(format(d));
  REQUIRE(bound);
  return json::parse(std::get<PolicyKernel>(info->kernel).ops(bound->params.get()));
}

/// All ops of a list that are no compositions, however deep they stand; each is checked against its declaration.
inline std::vector<json> leaves(const json& ops) {
  std::vector<json> found;
  for (const json& op : ops) {
    if (op.contains("ops")) {
      for (json& leaf : leaves(op.at("ops"))) found.push_back(std::move(leaf));
      continue;
    }
    const auto name = op.at("op").get<std::string>();
    if (name != "identity") {
      const OpInfo* info = find_op(name);
      INFO(op.dump());
      REQUIRE(info != nullptr);
      Diagnostics diagnostics;
      bind_op(*info, op, "", common_keys(info->kind), diagnostics);
      for (const Diagnostic& d : diagnostics) MESSAGE(format(d));
      CHECK(diagnostics.empty());
    }
    found.push_back(op);
  }
  return found;
}

/// The leaves with this name, and this parameter if one is given.
inline std::vector<json> named(const json& ops, const std::string& name, const std::string& parameter = "") {
  std::vector<json> found;
  for (json& leaf : leaves(ops)) {
    if (leaf.at("op") == name && (parameter.empty() || leaf.contains(parameter))) found.push_back(std::move(leaf));
  }
  return found;
}

inline bool is_geometry(const json& op) {
  const OpInfo* info = find_op(op.at("op").get<std::string>());
  return info != nullptr && info->kind == OpKind::geometry;
}

}  // namespace augshard::policy_test
