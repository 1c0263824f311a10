#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "base/expected.h"
#include "source/source.h"

namespace augshard {

/// A list of boxes, each a list of four finite numbers, and `labels`, a list of as many labels (nullptr: all 0): whole
/// numbers, or names of the target's classes. Error "boxes" names the entry at fault.
Expected<std::vector<WrittenBox>> read_boxes(const nlohmann::json& boxes, const nlohmann::json* labels,
                                             const BoxesTarget& target);

/// Sets of points, one a box where the target goes with `boxes` many, else one. A set is a list of points, or of all
/// their numbers. Error "keypoints" names the entry at fault.
Expected<std::vector<std::vector<double>>> read_keypoints(const nlohmann::json& sets, KeypointFormat format,
                                                          const KeypointsTarget& target, std::size_t boxes);

/// Annotations as a sample has them, and what had to be left out.
struct PlacedAnnotations {
  std::vector<std::vector<Object>> objects;
  std::vector<std::vector<KeypointSet>> keypoints;
  std::int64_t cut_boxes = 0;          ///< overshot the image by more than 0.01 px
  std::int64_t empty_boxes = 0;        ///< no area, or none of it within the image: objects without an outline
  std::int64_t outside_keypoints = 0;  ///< more than 0.01 px outside the image: absent now
};

/// Turns annotations as written into edge coordinates of the upright image, cut at its frame. `drawn_on` is the size of
/// the picture they were drawn on, `orientation` the EXIF turn from there to the upright image.
PlacedAnnotations place_annotations(const Annotations& annotations, const Spec& spec, Size drawn_on, int orientation);

}  // namespace augshard
