#pragma once

#include "augment/targets.h"
#include "geometry/chain.h"
#include "sample/sample.h"

namespace augshard {

/// Applies one composed run of geometry ops to every target.
Sample apply_chain(const Sample& source, const Chain& chain, const Targets& targets);

/// The same for one mask alone; `which` counts Targets::masks.
Image apply_chain_to_mask(const Sample& source, std::size_t which, const Chain& chain, const Targets& targets);

}  // namespace augshard
