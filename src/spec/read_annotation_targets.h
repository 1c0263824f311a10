#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "spec/object_reader.h"
#include "spec/spec.h"

namespace augshard {

/// One entry of `targets` that is of boxes, and one of keypoints. `pointer` is that of the entry, `name` its key.
BoxesTarget read_boxes_target(const nlohmann::json& value, const std::string& pointer, const std::string& name,
                              Diagnostics& diagnostics);
KeypointsTarget read_keypoints_target(const nlohmann::json& value, const std::string& pointer, const std::string& name,
                                      const std::vector<BoxesTarget>& boxes, Diagnostics& diagnostics);

/// The boxes target that another target goes with: the one that its key `boxes` names.
std::optional<std::size_t> read_bound_boxes(const ObjectReader& in, const std::vector<BoxesTarget>& boxes,
                                            Diagnostics& diagnostics);

}  // namespace augshard
