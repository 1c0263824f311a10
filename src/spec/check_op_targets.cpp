#include "spec/check_op_targets.h"

#include <algorithm>
#include <set>

#include "op/values.h"
#include "spec/for_each_op.h"

namespace augshard {
namespace {

/// Where in the pipeline the op names its target of this kind.
template <class Name>
std::string pointer_of(const OpNode& node, const BoundOp& op) {
  const auto params = op.info->make();
  const auto names_it = [&](const Param& p) { return std::holds_alternative<Name*>(p.in(params.get())); };
  const auto found = std::find_if(op.info->params.begin(), op.info->params.end(), names_it);
  return found == op.info->params.end() ? node.pointer : member(node.pointer, found->name);
}

class Checker {
 public:
  Checker(const Spec& spec, Diagnostics& diagnostics) : spec_(spec), diagnostics_(diagnostics) {
    for (const MaskTarget& mask : spec.masks) {
      if (mask.kind != MaskKind::heatmap) masks_.push_back(mask.name);
    }
    for (const BoxesTarget& boxes : spec.boxes) {
      if (boxes.from_ops) boxes_.push_back(boxes.name);
    }
  }

  void check() {
    const auto visit = [this](const OpNode& node, const BoundOp& op) { check(node, op); };
    for (const SplitSpec& split : spec_.splits) {
      for_each_op(split.ops, visit);
      if (split.original) for_each_op(*split.original, visit);
    }
    if (has_errors(diagnostics_)) return;  // the op that makes them may be among what could not be read
    for (const std::string& name : boxes_) {
      if (made_.contains(name)) continue;
      report_once("rule", member("/targets", name), "the boxes are to come from ops, and no op makes them",
                  R"(add {"op": "boxes_from_mask", "boxes": ")" + name + "\"}");
    }
  }

 private:
  void check(const OpNode& node, const BoundOp& op) {
    const std::string mask = mask_of(op);
    if (!mask.empty() && !has(masks_, mask)) {
      report_once("unknown-target", pointer_of<MaskName>(node, op), "there is no mask of ids named " + in_quotes(mask),
                  hint_for(mask, masks_, "the source has no masks"));
    }
    if (op.info->kind == OpKind::boxes) check_boxes(node, op);
  }

  void check_boxes(const OpNode& node, const BoundOp& op) {
    if (masks_.empty())
      report_once("rule", node.pointer, "there is no mask to make boxes of", "name one in /source/masks");
    const std::string boxes = boxes_of(op);
    if (boxes.empty() && boxes_.size() == 1) {
      made_.insert(boxes_.front());
    } else if (has(boxes_, boxes)) {
      made_.insert(boxes);
    } else if (boxes.empty() && !boxes_.empty()) {
      report_once("rule", node.pointer, "several targets take boxes from ops: " + joined(boxes_),
                  R"(say which as "boxes")");
    } else {
      const std::string what = boxes.empty() ? "no target takes boxes from ops"
                                             : "no target named " + in_quotes(boxes) + " takes boxes from ops";
      report_once(boxes.empty() ? "rule" : "unknown-target",
                  boxes.empty() ? node.pointer : pointer_of<BoxesName>(node, op), what,
                  R"(add to /targets: "boxes": {"kind": "boxes", "from": "ops"})");
    }
  }

  static bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  static std::string hint_for(const std::string& name, const std::vector<std::string>& names, const std::string& none) {
    const std::string near = did_you_mean(name, names);
    return !near.empty() ? near : names.empty() ? none : "there are: " + joined(names);
  }

  // Splits share ops: each stands in the file once.
  void report_once(const std::string& code, const std::string& pointer, const std::string& message,
                   const std::string& hint) {
    if (reported_.insert(pointer).second) report(diagnostics_, code, pointer, message, hint);
  }

  const Spec& spec_;
  Diagnostics& diagnostics_;
  std::vector<std::string> masks_;  ///< that have ids
  std::vector<std::string> boxes_;  ///< that ops make
  std::set<std::string> made_;
  std::set<std::string> reported_;
};

}  // namespace

bool leaves_boxes_open(const std::vector<SplitSpec>& splits) {
  bool found = false;
  const auto visit = [&](const OpNode&, const BoundOp& op) {
    found = found || (op.info->kind == OpKind::boxes && boxes_of(op).empty());
  };
  for (const SplitSpec& split : splits) {
    for_each_op(split.ops, visit);
    if (split.original) for_each_op(*split.original, visit);
  }
  return found;
}

void check_op_targets(const Spec& spec, Diagnostics& diagnostics) { Checker(spec, diagnostics).check(); }

}  // namespace augshard
