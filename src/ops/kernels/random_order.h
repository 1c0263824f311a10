#pragma once

#include <cstddef>
#include <vector>

#include "op/draw.h"

namespace augshard {

/// 0 .. count - 1 in a random order. Every order is equally likely, the given one too (Fisher and Yates).
std::vector<std::size_t> random_order(std::size_t count, Draws& draws);

}  // namespace augshard
