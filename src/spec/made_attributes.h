#pragma once

namespace augshard {

/// An attribute that outputs may ask for though no source has it: the record's own share in its example, 1 where no
/// mixup acted.
inline constexpr const char* kMixupShare = "mixup_share";

}  // namespace augshard
