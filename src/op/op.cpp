#include "op/op.h"

namespace augshard {

std::string_view name_of(OpKind kind) {
  switch (kind) {
    case OpKind::geometry: return "geometry";
    case OpKind::pixels: return "pixels";
    case OpKind::regions: return "regions";
    case OpKind::labels: return "labels";
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

std::vector<int> channels_of(const BoundOp& op) {
  return op.info->channels_of_params ? op.info->channels_of_params(op.params.get()) : op.info->channels;
}

}  // namespace augshard
