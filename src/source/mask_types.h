#pragma once

#include <optional>

#include "sample/image.h"
#include "spec/spec.h"

namespace augshard {

/// The type that holds all values of both: uint8 < uint16 < int32 < float32.
DType wider(DType a, DType b);

/// The narrowest integer type that holds an id.
DType type_of_id(std::int64_t id);

/// The type of a mask target: the widest of its files (none: uint8), widened to hold every value that the pipeline can
/// write into it: `ignore`, `fill`, the ids of `flip_label_swap`, each `mask_fill` of the ops, and of instances the ids
/// of several records where an op mixes them.
DType mask_target_type(std::optional<DType> of_files, const MaskTarget& target, const Spec& spec);

}  // namespace augshard
