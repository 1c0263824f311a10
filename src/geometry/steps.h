#pragma once

#include "geometry/map.h"

namespace augshard {

/// The steps that geometry ops are made of. Sizes are in pixels; `in` is the frame the step acts on.

Step flip_step(Size in, bool horizontal, bool vertical);
Step transpose_step(Size in);
/// `quarters` counter-clockwise quarter turns; any integer.
Step quarter_turn_step(Size in, int quarters);

/// The window of `out` whose top left corner is (x, y) of the input; it may overhang.
Step crop_step(Size out, double x, double y);
/// The whole of `in` onto the whole of `out`.
Step resize_step(Size in, Size out);
/// The part of the input from (x, y), `width` x `height` large, scaled onto the whole of `out`.
Step crop_resize_step(Size out, double x, double y, double width, double height);

/// A map of the plane about the centre of `in`, onto a frame of `out` with the same centre. `forward` goes from input
/// to output; it must have an inverse.
Step centred_step(Size in, Size out, const Projective& forward);

/// Width and height, unrounded, of the smallest upright frame that holds `in` after `forward` (affine).
Point extent_after(Size in, const Projective& forward);

/// `value` rounded to whole pixels, at least 1.
int whole_pixels(double value);

}  // namespace augshard
