#pragma once

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

/// The window of `wanted` at (x, y) of the roomy frame, as one step from the op's input.
Step window_step(const Roomy& room, Size wanted, int x, int y);

}  // namespace augshard
