#pragma once

#include <cstddef>
#include <span>

#include "augment/augment.h"
#include "augment/layers.h"
#include "base/expected.h"

/// The pixels of apply_mix(), whose comment says what they are.
namespace augshard {

/// `size` pixels of a fill in the target's own units, of one number or one a channel.
Image filled(Size size, int channels, DType dtype, const std::vector<double>& fill);

Image mixed_image(Size canvas, std::span<const PlacedLayer> layers, const ImageTarget& target);

/// Mask `which` of all samples.
Expected<Image> mixed_mask(const Mix& mix, std::span<const PlacedLayer> layers, std::size_t which,
                           const MaskTarget& target);

}  // namespace augshard
