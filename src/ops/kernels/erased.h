#pragma once

#include "op/op.h"

namespace augshard {

/// Declares what stands where an op erases: `fill` and `mask_fill` of its parameters.
template <class P>
void declare_fills(OpBuilder<P>& op) {
  op.param("fill", &P::fill, Range{0, 1}, Unit::intensity,
           "What stands there afterwards, as a fraction of the range: one number, or one a channel.")
      .param("mask_fill", &P::mask_fill, Range{0, 2147483647}, Unit::label,
             "Label id that masks take there; null leaves them as they are.");
}

}  // namespace augshard
