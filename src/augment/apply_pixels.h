#pragma once

#include <optional>
#include <vector>

#include "augment/choose.h"
#include "base/expected.h"
#include "sample/image.h"

namespace augshard {

/// Applies a chosen pixels op to an image, or to some of its channels, or a blend of chains of such ops. What was drawn
/// is added to `log`. Errors: "unsupported" for an op without meaning for this image, "replay" (log_draws).
Expected<bool> apply_pixels(const ChosenOp& chosen, const CopyKey& key, Image& image, std::vector<OpDraws>& log);

/// The error "unsupported" of an op that has no meaning for an image of this type or channel count.
std::optional<Error> check_supported(const OpNode& node, const BoundOp& op, const Image& image);

/// Adds what an op drew, its coin first, unless it drew nothing. Error "replay" where the log of a replay lacked a
/// number.
Expected<bool> log_draws(const ChosenOp& chosen, const CopyKey& key, const Draws& draws, std::vector<OpDraws>& log);

}  // namespace augshard
