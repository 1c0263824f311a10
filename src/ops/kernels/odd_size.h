#pragma once

#include <string_view>

#include "op/draw.h"

namespace augshard {

/// True when constants, listed choices and both ends of a range are odd.
bool is_odd(const IntDraw& size);

/// An odd number: uniform over the odd numbers of a range, else as drawn (an even number counts as the next odd one).
int draw_odd(Draws& draws, std::string_view name, const IntDraw& size);

}  // namespace augshard
