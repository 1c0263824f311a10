#include "source/orientation.h"

#include <cstdint>

namespace augshard {

namespace {

bool same_proportions(Size a, Size b) { return std::int64_t{a.height} * b.width == std::int64_t{a.width} * b.height; }

}  // namespace

MaskTurn mask_turn(ExifPolicy policy, int turn, Size image, Size mask) {
  if (turn == 1) return {};
  if (policy == ExifPolicy::apply_to_all) return {turn, false};
  const bool sides_swap = turn >= 5 && image.height != image.width;
  if (sides_swap && same_proportions(mask, image)) return {turn, false};
  if (sides_swap && same_proportions(mask, {image.width, image.height})) return {};
  return {1, true};
}

}  // namespace augshard
