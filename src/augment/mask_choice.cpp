#include "augment/mask_choice.h"

namespace augshard {
namespace {

template <class IsOne>
std::optional<std::size_t> find_mask(std::span<const MaskTarget> masks, std::string_view name, IsOne is_one) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < masks.size(); ++i) {
    if (!is_one(masks[i])) continue;
    if (masks[i].name == (name.empty() ? "mask" : name)) return i;
    if (name.empty() && (!found || masks[i].name < masks[*found].name)) found = i;
  }
  return found;
}

}  // namespace

std::optional<std::size_t> find_label_mask(std::span<const MaskTarget> masks, std::string_view name) {
  return find_mask(masks, name, [](const MaskTarget& mask) { return mask.kind == MaskKind::label; });
}

std::optional<std::size_t> find_id_mask(std::span<const MaskTarget> masks, std::string_view name) {
  if (const auto label = find_label_mask(masks, name)) return label;
  return find_mask(masks, name, [](const MaskTarget& mask) { return mask.kind != MaskKind::heatmap; });
}

std::optional<std::size_t> find_boxes_from_ops(std::span<const BoxesTarget> boxes, std::string_view name) {
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (boxes[i].from_ops && (name.empty() || boxes[i].name == name)) return i;
  }
  return std::nullopt;
}

bool acts_on(const BoundOp& op, std::string_view name, MaskKind kind) {
  const std::string asked = mask_of(op);
  return asked.empty() ? kind == MaskKind::label : asked == name && kind != MaskKind::heatmap;
}

MaskTarget changed_kind(const MaskTarget& target, MaskKind kind) {
  MaskTarget changed;
  changed.name = target.name;
  changed.kind = kind;
  changed.interpolation = kind == MaskKind::heatmap ? Interpolation::linear : Interpolation::nearest;
  changed.border_same = target.border_same;
  return changed;
}

}  // namespace augshard
