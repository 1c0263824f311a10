#pragma once

#include "geometry/resample.h"

namespace augshard {

/// resample() for any chain, position by position and without averaging on minification.
Image resample_warp(const Image& source, const Chain& chain, const TargetSampling& sampling);

}  // namespace augshard
