#pragma once

#include <span>

#include "spec/spec.h"

namespace augshard {

/// What the targets of a pipeline mean: the part of a Spec that augmentation needs.
struct Targets {
  const ImageTarget& image;
  std::span<const MaskTarget> masks;
  std::span<const BoxesTarget> boxes = {};
  std::span<const KeypointsTarget> keypoints = {};
};
Targets targets_of(const Spec& spec);

}  // namespace augshard
