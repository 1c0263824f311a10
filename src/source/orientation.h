#pragma once

#include "sample/image.h"
#include "spec/spec.h"

namespace augshard {

/// How a mask is turned beside its image.
struct MaskTurn {
  int orientation = 1;     ///< EXIF turn to apply to the mask
  bool ambiguous = false;  ///< the size does not tell how the mask was drawn
};

/// Decides by the sizes as stored how a mask was drawn whose image has EXIF orientation `turn` applied (1: not turned).
/// Policy `apply`: with 5..8 and an image that is not square, a mask of the raw image's proportions was drawn on raw
/// pixels and is turned with it, one of the turned proportions was drawn upright; else nothing can tell, and the mask
/// counts as drawn upright. `apply_to_all` turns every mask.
MaskTurn mask_turn(ExifPolicy policy, int turn, Size image, Size mask);

}  // namespace augshard
