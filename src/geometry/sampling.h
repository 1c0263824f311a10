#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace augshard {

enum class Interpolation : std::uint8_t { nearest, linear, cubic, lanczos4, area, label_linear };

/// What stands outside an image: a constant; aaa|abcd|ddd; dcba|abcd|dcba; dcb|abcd|cba; abcd|abcd|abcd.
enum class Border : std::uint8_t { constant, replicate, reflect, reflect101, wrap };

/// How a geometry op asks to be sampled. What it leaves unset comes from an earlier op of its run, else from the
/// target. `fill` is a fraction of the image's range, one number or one a channel; `mask_fill` is a label id.
struct SamplingChoice {
  std::optional<Interpolation> interpolation;
  std::optional<Border> border;
  std::optional<std::vector<double>> fill;
  std::optional<double> mask_fill;
};

}  // namespace augshard
