#pragma once

#include "geometry/resample.h"

namespace augshard {

/// resample() for any chain, position by position and without averaging on minification. One output a source; positions
/// are traced once for all that agree on the borders of new areas.
std::vector<Image> resample_warp(std::span<const SampledImage> sources, const Chain& chain);

}  // namespace augshard
