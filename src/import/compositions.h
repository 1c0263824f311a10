#pragma once

#include <optional>
#include <string>
#include <vector>

#include "import/conversion.h"

namespace augshard {

/// A transform inside a composition: what it has become, and its weight.
struct Child {
  OpsJson ops;
  double weight = 1;
};

/// One op for what may be several or none: `identity` stands for none, so that the others keep their share.
OpJson as_one(OpsJson ops);

/// All children in order. Without a probability they need no op around them.
OpsJson sequential(const std::vector<Child>& children, double p);
/// One child, by weights.
OpsJson one_of(const std::vector<Child>& children, double p);
/// `n` children in their order.
OpsJson some_of(const std::vector<Child>& children, nlohmann::json n, bool replace, double p);
/// All children in a drawn order.
OpsJson random_order(const std::vector<Child>& children, double p);

/// One op for each of a list of values of a parameter, one of which is drawn.
OpsJson one_of_values(const OpJson& op, const std::string& key, const nlohmann::json& values);

/// An op whose parameter is drawn from [low, high] and then takes either sign.
OpsJson either_sign(const OpJson& op, const std::string& key, double low, double high);

}  // namespace augshard
