#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/expected.h"
#include "geometry/map.h"
#include "op/op.h"

namespace augshard {

/// What a crop of fixed size does with a frame that is smaller than it.
inline const OneOf kIfSmaller{{"pad", "resize", "error"}};

/// A frame made large enough for a `wanted` window: padded ("pad", centred), enlarged ("resize", keeping the aspect
/// ratio), or refused ("error": Error "too-small"). Gives the frame's size and the step that makes it (identity where
/// it fits).
struct Roomy {
  Size frame;
  Step step;
};
Expected<Roomy> make_room(Size in, Size wanted, const std::string& if_smaller);

/// Where a position of the op's input lies in the roomy frame.
Point place_in(const Roomy& room, Point p);

/// The top left corner of a `wanted` window at a random place of the frame, which holds it.
struct Corner {
  int x, y;
};
Corner draw_corner(Size frame, Size wanted, Draws& draws);

/// A position of a window's edge at which `length` pixels from `first` on lie within the `window` pixels, or the window
/// within them where they are more; whole, and within a frame of `extent` >= `window` pixels.
int draw_window_holding(std::string_view name, int first, int length, int window, int extent, Draws& draws);

/// `in` with another size; none where it varies.
Shape with_size(Shape in, std::optional<Size> size);

/// The window of `wanted` at (x, y) of the roomy frame, as one step from the op's input.
Step window_step(const Roomy& room, Size wanted, int x, int y);

}  // namespace augshard
