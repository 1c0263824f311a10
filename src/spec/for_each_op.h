#pragma once

#include "spec/spec.h"

namespace augshard {

/// Calls visit(node, op) for each op of a list, and of the compositions in it, from the first to the last. Ops that
/// could not be read are left out.
template <class Visit>
void for_each_op(const OpList& ops, const Visit& visit) {
  for (const OpNode& node : ops) {
    if (const auto* composition = std::get_if<Composition>(&node.content)) {
      for_each_op(composition->ops, visit);
    } else if (const auto& op = std::get<BoundOp>(node.content); op.info != nullptr) {
      visit(node, op);
    }
  }
}

}  // namespace augshard
