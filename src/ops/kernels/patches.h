#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/expected.h"
#include "op/op.h"

namespace augshard {

/// Which patch of its record a copy takes, and what becomes of more copies than patches.
inline const OneOf kPick{{"in_turn", "random"}};
inline const OneOf kSurplus{{"leave_out", "repeat"}};

/// The patch, from 0, of `count` >= 1 that this copy takes. In turn: copy c, from 1, takes patch c - 1; copies beyond
/// the last patch take none ("leave_out") or begin again ("repeat"). Fewer copies than patches would lose some: Error
/// "patches".
Expected<std::optional<std::int64_t>> choose_patch(std::int64_t count, const std::string& pick,
                                                   const std::string& surplus, const Scene& scene, Draws& draws);

/// The step of a copy that takes no patch.
Step leave_out_step(const Scene& scene);

}  // namespace augshard
