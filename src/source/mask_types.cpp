#include "source/mask_types.h"

#include <algorithm>
#include <cmath>

#include "spec/for_each_op.h"

namespace augshard {
namespace {

/// The narrowest type with this value. Ids are whole numbers; only a heatmap has others.
DType type_for(double value, MaskKind kind) {
  if (kind == MaskKind::heatmap && value != std::floor(value)) return DType::float32;
  if (value < 0 || value > 65535) return DType::int32;
  return value > 255 ? DType::uint16 : DType::uint8;
}

DType type_for_ops(const OpList& ops, MaskKind kind) {
  DType type = DType::uint8;
  for_each_op(ops, [&](const OpNode& node, const BoundOp& op) {
    // The instances of several records are numbered on.
    if (op.info->kind == OpKind::mix && kind == MaskKind::instance) type = wider(type, DType::uint16);
    if (node.sampling.mask_fill) type = wider(type, type_for(*node.sampling.mask_fill, kind));
  });
  return type;
}

}  // namespace

DType type_of_id(std::int64_t id) { return type_for(static_cast<double>(id), MaskKind::label); }

DType wider(DType a, DType b) { return std::max(a, b); }

DType mask_target_type(std::optional<DType> of_files, const MaskTarget& target, const Spec& spec) {
  DType type = wider(of_files.value_or(DType::uint8), type_for(target.fill, target.kind));
  if (target.ignore) type = wider(type, type_for(static_cast<double>(*target.ignore), target.kind));
  for (const auto& [left, right] : target.flip_label_swap) {
    type = wider(type, type_for(static_cast<double>(std::min(left, right)), target.kind));
    type = wider(type, type_for(static_cast<double>(std::max(left, right)), target.kind));
  }
  for (const SplitSpec& split : spec.splits) {
    type = wider(type, type_for_ops(split.ops, target.kind));
    if (split.original) type = wider(type, type_for_ops(*split.original, target.kind));
  }
  return type;
}

}  // namespace augshard
