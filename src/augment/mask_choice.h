#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "spec/spec.h"

/// Which targets an op that names some, or none, acts on.
namespace augshard {

/// The label mask of that name; of no name "mask", else the first by name.
std::optional<std::size_t> find_label_mask(std::span<const MaskTarget> masks, std::string_view name);

/// The same among all masks that hold ids, label masks first.
std::optional<std::size_t> find_id_mask(std::span<const MaskTarget> masks, std::string_view name);

/// The boxes target of that name which takes boxes from ops; of no name the first that does.
std::optional<std::size_t> find_boxes_from_ops(std::span<const BoxesTarget> boxes, std::string_view name);

/// True where a labels op changes the mask of this name and kind: the one that it names, else every label mask.
bool acts_on(const BoundOp& op, std::string_view name, MaskKind kind);

/// What a mask target means once an op has made another kind of mask of it. Ids have no meaning any more.
MaskTarget changed_kind(const MaskTarget& target, MaskKind kind);

}  // namespace augshard
