#pragma once

#include <cstdint>
#include <span>

#include "sample/sample.h"
#include "spec/spec.h"

namespace augshard {

struct Color {
  std::uint8_t red = 0, green = 0, blue = 0;
};

/// The colour of a label id: the colour map of PASCAL VOC, whose bits are spread over the channels from the top down.
Color class_color(std::int64_t id);

/// An image of any type and channel count as 8-bit RGB for the eye. uint16 is shown over the smallest range 2^n - 1
/// that holds its values, float32 over 0..1 or, where values lie outside, over theirs. One or two channels are shown as
/// gray; of four and more the first three.
Image display_rgb(const Image& image);

/// A sample as a picture of `height` rows: the image with masks in class colours and their outlines, boxes and
/// keypoints. Ids that losses ignore, and fill, are hatched in gray; id 0 and areas without a label stay as they are.
Image draw_sample(const Sample& sample, std::span<const MaskTarget> targets, int height);

}  // namespace augshard
