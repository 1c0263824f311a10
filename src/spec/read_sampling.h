#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/diagnostic.h"
#include "geometry/sampling.h"

namespace augshard {

/// What an op says of sampling: "interpolation", "border", "fill", "mask_fill", each of which may be absent or null.
SamplingChoice read_sampling(const nlohmann::json& object, const std::string& pointer, Diagnostics& diagnostics);

}  // namespace augshard
