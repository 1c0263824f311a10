#include "import/compositions.h"

#include <algorithm>

namespace augshard {
namespace {

OpsJson composed(const char* name, OpJson parameters, OpsJson ops, double p) {
  OpJson op{{"op", name}};
  op.update(parameters);
  if (p != 1) op["p"] = tidy(p);
  op["ops"] = std::move(ops);
  return {std::move(op)};
}

OpsJson each_as_one(const std::vector<Child>& children) {
  OpsJson ops;
  for (const Child& child : children) ops.push_back(as_one(child.ops));
  return ops;
}

bool none_left(const std::vector<Child>& children) {
  return std::all_of(children.begin(), children.end(), [](const Child& child) { return child.ops.empty(); });
}

}  // namespace

OpJson as_one(OpsJson ops) {
  if (ops.empty()) return OpJson{{"op", "identity"}};
  if (ops.size() == 1) return std::move(ops.front());
  return OpJson{{"op", "sequential"}, {"ops", std::move(ops)}};
}

OpsJson sequential(const std::vector<Child>& children, double p) {
  OpsJson ops;
  for (const Child& child : children) ops.insert(ops.end(), child.ops.begin(), child.ops.end());
  if (p == 1 || ops.empty()) return ops;
  return composed("sequential", OpJson::object(), std::move(ops), p);
}

OpsJson one_of(const std::vector<Child>& children, double p) {
  if (none_left(children)) return {};
  OpJson parameters = OpJson::object();
  const bool equal = std::all_of(children.begin(), children.end(),
                                 [&](const Child& child) { return child.weight == children.front().weight; });
  if (!equal) {
    for (const Child& child : children) parameters["weights"].push_back(OpJson(tidy(child.weight)));
  }
  return composed("one_of", std::move(parameters), each_as_one(children), p);
}

OpsJson some_of(const std::vector<Child>& children, nlohmann::json n, bool replace, double p) {
  if (none_left(children)) return {};
  OpJson parameters{{"n", std::move(n)}};
  if (replace) parameters["replace"] = true;
  return composed("some_of", std::move(parameters), each_as_one(children), p);
}

OpsJson random_order(const std::vector<Child>& children, double p) {
  if (none_left(children)) return {};
  return composed("random_order", OpJson::object(), each_as_one(children), p);
}

OpsJson one_of_values(const OpJson& op, const std::string& key, const nlohmann::json& values) {
  std::vector<Child> children;
  for (const nlohmann::json& value : values) {
    OpJson one = op;
    one[key] = value;
    children.push_back({{std::move(one)}});
  }
  return children.size() == 1 ? children.front().ops : one_of(children, 1);
}

OpsJson either_sign(const OpJson& op, const std::string& key, double low, double high) {
  OpJson one = op;
  if (low == -high || low == 0) {
    one[key] = range_json(-high, high);
    return {std::move(one)};
  }
  if (low == high) {
    one[key] = OpJson{{"choice", {tidy(-high), tidy(high)}}};
    return {std::move(one)};
  }
  return one_of_values(op, key, {range_json(-high, -low), range_json(low, high)});
}

}  // namespace augshard
