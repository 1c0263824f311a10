#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "augment/choose.h"
#include "augment/targets.h"
#include "base/expected.h"
#include "sample/sample.h"
#include "spec/spec.h"

namespace augshard {

/// Where mix ops take other records from: those of the same split, by their places 0 .. count-1 in it.
struct Partners {
  struct Partner {
    std::string key;
    Sample sample;
  };
  std::int64_t count = 0;
  std::int64_t place = 0;  ///< the record's own; it is its own partner only where there is no other
  std::function<Expected<Partner>(std::int64_t place)> load;
};

/// A finished copy, what was drawn for it, and what it cost.
struct Augmented {
  Sample sample;
  std::vector<OpDraws> draws;
  std::vector<std::size_t> annotated;  ///< boxes of each target before those filtered were left out
  double own_share = 1;                ///< of the record in its image, where mixes blended others into all of it
  bool left_out = false;      ///< an op found that this copy does not come to be (Step::leaves_out); no sample then
  double warp_seconds = 0;    ///< sampling of composed geometry
  double colour_seconds = 0;  ///< all other ops
};

/// Makes one copy: draws the ops, composes each run of geometry ops into one map, applies it once to every target, and
/// leaves out the boxes that the pipeline filters. A partner in a mix goes through ops_before() the mix, with random
/// numbers of its own. One that cannot be loaded or made is replaced by another, a few times.
/// Masks must have a type that holds every fill (Survey::mask_types).
/// Errors reject the record: "too-small", "degenerate", "patches" (more than copies), "unsupported" (an op without
/// meaning for this image's type or channel count; only where images differ, else it was found before the run),
/// "size-mismatch" (of a record and its partner), "partner" (none could be used), "label-id" (apply_mix).
Expected<Augmented> augment(const Sample& source, const OpList& ops, const Targets& targets, const CopyKey& key,
                            const Partners& partners = {});

/// At most how many samples beside the record's own the ops hold at once.
int partners_at_once(const OpList& ops);

}  // namespace augshard
