#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "op/kernel.h"

namespace augshard {

/// The labels 0 and 255, which mostly stand for background and "ignore".
inline const std::vector<double> kNoForeground{0, 255};

/// Pixels of each label that a label mask holds.
std::map<std::int64_t, std::int64_t> count_labels(const Image& mask);

using IsWanted = std::function<bool(std::int64_t label)>;
/// Labels that are not among `ignored`.
IsWanted all_but(const std::vector<double>& ignored);

/// One pixel of the wanted labels, all equally likely; its centre. Nothing where there is none.
std::optional<Point> draw_pixel(const Image& mask, const IsWanted& is_wanted, Draws& draws);

/// The smallest rectangle around the pixels of the wanted labels. Nothing where there is none.
std::optional<Rect> bounds_of_labels(const Image& mask, const IsWanted& is_wanted);

}  // namespace augshard
