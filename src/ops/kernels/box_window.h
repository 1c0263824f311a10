#pragma once

#include <optional>

#include "op/kernel.h"

namespace augshard {

/// One of the boxes; nothing where there are none.
std::optional<Box> draw_box(const Scene& scene, Draws& draws);

/// The whole pixels that a box touches, within the frame; at least one.
Rect pixels_of(const Box& box, Size frame);

/// A rectangle of whole pixels between two random pixels of the frame.
Rect random_window(Size frame, Draws& draws);

/// A window that holds all boxes, each of its sides at a random place between them and the frame's; any random window
/// where there are none.
Rect draw_safe_window(const Scene& scene, Draws& draws);

}  // namespace augshard
