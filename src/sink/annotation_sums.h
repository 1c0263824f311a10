#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "sink/sink.h"

namespace augshard {

/// Counts over one boxes field.
struct BoxSums {
  std::map<std::int64_t, std::uint64_t> boxes = {};  ///< written ones by label
  std::uint64_t dropped = 0;                         ///< left out of examples, in all copies
  std::uint64_t examples_without = 0;                ///< examples in which no box is left
  bool operator==(const BoxSums&) const = default;
};

/// Points of one keypoints field by their visibility.
struct KeypointSums {
  std::uint64_t absent = 0;
  std::uint64_t hidden = 0;
  std::uint64_t visible = 0;
  bool operator==(const KeypointSums&) const = default;
};

/// Counts of one example.
BoxSums measure(const ExampleBoxes& boxes);
KeypointSums measure(const std::vector<KeypointSet>& sets);

/// Counts of one example as it was read back: labels of its boxes, and x, y, visibility of its points.
BoxSums measure_labels(std::span<const std::int64_t> labels);
KeypointSums measure_visibilities(std::span<const double> numbers);

/// Adds counts, in any order.
void merge(BoxSums& into, const BoxSums& next);
void merge(KeypointSums& into, const KeypointSums& next);

/// {"boxes": {"1": 20}, "dropped": 3, "examples_without": 2} and {"absent", "hidden", "visible"}.
nlohmann::ordered_json describe(const BoxSums& sums);
nlohmann::ordered_json describe(const KeypointSums& sums);

/// What describe() gives, read back. Throws nlohmann::json::exception for anything else.
BoxSums box_sums_of(const nlohmann::ordered_json& json);
KeypointSums keypoint_sums_of(const nlohmann::ordered_json& json);

}  // namespace augshard
