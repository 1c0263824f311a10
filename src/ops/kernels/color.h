#pragma once

#include "ops/kernels/rgb_block.h"
#include "sample/image.h"

namespace augshard {

/// Rec. 601 gray of each pixel.
void gray_of(const RgbBlock& block, RgbBlock::Plane& gray);

/// Sum of the first `count` values, in an order that depends on `count` only.
double sum_of(const RgbBlock::Plane& plane, std::size_t count);

/// Turns the hue of each pixel by `sextants` (sixths of the circle, in [0, 6)) in the HSV hexcone (Smith 1978), with
/// value and saturation as they are. A turn keeps the largest and the smallest of a pixel's values, so it commutes with
/// any scale >= 0 and any offset that its three channels share, and no value leaves the range of the pixel.
void turn_hue(RgbBlock& block, float sextants);

/// The same, then saturation (0..1, clipped) + `saturation`, value + `value`, clipped to 0..`most`; `value` in units of
/// the block. A gray pixel has no hue and stays gray.
void shift_hsv(RgbBlock& block, float sextants, float saturation, float value, float most);

/// Multiplies the saturation in HSV (no further than 1) and the value (no further than `most`, in units of the block);
/// both factors >= 0. A value below 0, which only floats have, leaves the saturation no room to grow.
void scale_hsv(RgbBlock& block, float saturation, float value, float most);

/// Each channel x becomes scale * x + before_weight * before + after_weight * after + offset.
struct GrayMix {
  float scale = 1;
  float before_weight = 0;
  float after_weight = 0;
  float offset = 0;
};
void mix(RgbBlock& block, const GrayMix& m, const RgbBlock::Plane& before, const RgbBlock::Plane& after);

/// The Rec. 601 gray of an image with three channels as an image of its own, in the same type.
Image luma_of(const Image& image);

/// Adds what changed between two such images to all three channels, so that hues stay; integers only.
void shift_luma(Image& image, const Image& before, const Image& after);

}  // namespace augshard
