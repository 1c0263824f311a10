#pragma once

#include "geometry/resample.h"

namespace augshard {

/// resample() for chains that are axis-aligned: rows and columns are treated apart, each with a table made once.
Image resample_separable(const Image& source, const Chain& chain, const TargetSampling& sampling);

}  // namespace augshard
