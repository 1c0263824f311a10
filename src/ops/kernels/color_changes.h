#pragma once

#include <cstdint>
#include <span>

#include "sample/image.h"

namespace augshard {

/// One change of an image's colours, in the definitions of Keras and of the SSD recipe (ColorFold has Pillow's and
/// torchvision's).
struct ColorChange {
  enum class Kind : std::uint8_t {
    scale,       ///< every value times `amount`
    shift,       ///< every value + `amount`, a fraction of the range
    contrast,    ///< each value's distance from the mean of its channel, as the changes so far leave it, times `amount`
    saturation,  ///< the saturation in HSV times `amount`, no further than 1
    hue          ///< the hue + `amount`, a fraction of the circle
  };
  Kind kind;
  double amount;
};

/// Makes the changes one after the other, on an image with one or three channels; one channel has neither saturation
/// nor hue. Values are rounded and clipped once, at the end.
void apply_changes(Image& image, std::span<const ColorChange> changes);

}  // namespace augshard
