#include "op/op.h"

namespace augshard {

std::string_view name_of(OpKind kind) {
  switch (kind) {
    case OpKind::geometry: return "geometry";
    case OpKind::pixels: return "pixels";
    case OpKind::regions: return "regions";
    case OpKind::labels: return "labels";
    case OpKind::boxes: return "boxes";
    case OpKind::mix: return "mix";
    case OpKind::policy: return "policy";
  }
  return "";
}

std::string_view name_of(Unit unit) {
  switch (unit) {
    case Unit::none: return "none";
    case Unit::px: return "px";
    case Unit::fraction: return "fraction";
    case Unit::degrees: return "degrees";
    case Unit::intensity: return "intensity";
    case Unit::factor: return "factor";
    case Unit::label: return "label";
    case Unit::percent: return "percent";
    case Unit::count: return "count";
  }
  return "";
}

namespace {

template <class Name>
std::string target_of(const BoundOp& op) {
  for (const Param& param : op.info->params) {
    // Param::in serves reading and writing; here it is only read.
    const ParamTarget value = param.in(const_cast<void*>(op.params.get()));
    if (const auto* target = std::get_if<Name*>(&value)) return (*target)->name;
  }
  return {};
}

}  // namespace

std::string mask_of(const BoundOp& op) { return target_of<MaskName>(op); }
std::string boxes_of(const BoundOp& op) { return target_of<BoxesName>(op); }

std::vector<int> channels_of(const BoundOp& op) {
  return op.info->channels_of_params ? op.info->channels_of_params(op.params.get()) : op.info->channels;
}

}  // namespace augshard
