#pragma once

#include <optional>
#include <string>

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

/// The `wanted` window at a random place of the room where it holds the pixels `held` (or lies within them where they
/// are more); at any place without. `held` must overlap the frame.
Step draw_window(const Roomy& room, Size wanted, const std::optional<Rect>& held, Draws& draws);

/// `in` with another size; none where it varies.
Shape with_size(Shape in, std::optional<Size> size);

/// The window of `wanted` at (x, y) of the roomy frame, as one step from the op's input.
Step window_step(const Roomy& room, Size wanted, int x, int y);

/// Declares a crop of fixed size: `height`, `width` and `if_smaller` of its parameters, and the shape it gives.
template <class P>
void declare_window(OpBuilder<P>& op) {
  op.param("height", &P::height, Range{1, 65536}, Unit::px, "Height of the window.")
      .required()
      .param("width", &P::width, Range{1, 65536}, Unit::px, "Width of the window.")
      .required()
      .param("if_smaller", &P::if_smaller, kIfSmaller,
             "What to do with a smaller image: pad it, enlarge it, or reject the record.")
      .shape([](const P& p, const Shape& in) {
        return with_size(in, Size{p.height, p.width});
      });
}

}  // namespace augshard
