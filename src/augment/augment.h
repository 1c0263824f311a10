#pragma once

#include <span>
#include <vector>

#include "augment/choose.h"
#include "base/expected.h"
#include "geometry/chain.h"
#include "sample/sample.h"
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

/// A finished copy, what was drawn for it, and what it cost.
struct Augmented {
  Sample sample;
  std::vector<OpDraws> draws;
  bool left_out = false;      ///< an op found that this copy does not come to be (Step::leaves_out); no sample then
  double warp_seconds = 0;    ///< sampling of composed geometry
  double colour_seconds = 0;  ///< all other ops
};

/// Makes one copy: draws the ops, composes each run of geometry ops into one map, applies it once to every target, and
/// leaves out the boxes that the pipeline filters.
/// Masks must have a type that holds every fill (Survey::mask_types).
/// Errors reject the record: "too-small", "degenerate", "patches" (more than copies), "unsupported" (an op without
/// meaning for this image's type or channel count; only where images differ, else it was found before the run).
Expected<Augmented> augment(const Sample& source, const OpList& ops, const Targets& targets, const CopyKey& key);

/// Applies one composed run of geometry ops to every target.
Sample apply_chain(const Sample& source, const Chain& chain, const Targets& targets);

}  // namespace augshard
