#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sink/statistics.h"

namespace augshard {

/// Sums over the pixels of a field as they were read back. `exact`: they are what was written, not what JPEG left of
/// it.
struct FoundPixels {
  FieldSums sums;
  bool exact = true;
};

/// What an example holds, as read back from its shard, by name of the field. What could not be read, or is not kept by
/// its output, is not there.
struct FoundExample {
  std::optional<std::string> key;
  std::optional<std::int64_t> copy;
  std::map<std::string, FoundPixels> pixels;
  std::map<std::string, BoxSums> boxes;  ///< `dropped` is 0: shards do not tell it
  std::map<std::string, KeypointSums> keypoints;
};

}  // namespace augshard
