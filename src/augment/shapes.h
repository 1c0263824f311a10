#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "spec/spec.h"

namespace augshard {

/// The shapes of a copy's image and masks, as far as they are known before a pixel is read.
struct SampleShape {
  Shape image;
  std::vector<Shape> masks;          ///< sizes left unset: they are the image's
  std::vector<MaskKind> kinds = {};  ///< of the masks; empty = as the targets say
};

/// Follows the shapes through an ops list. An op that has no meaning for the type or the channel count it would get is
/// an error "unsupported" at its place in the pipeline; so is one that makes a mask of one kind in some copies and of
/// another in others.
SampleShape infer_shapes(const OpList& ops, const SampleShape& in, const std::vector<MaskTarget>& targets,
                         Diagnostics& diagnostics);

}  // namespace augshard
