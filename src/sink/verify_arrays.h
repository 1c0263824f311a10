#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "sink/found_example.h"
#include "sink/verify_values.h"

namespace augshard {

/// The arrays of one shard of an npy output, by part ("image", "objects.bbox").
struct ShardArrays {
  std::string split;
  std::set<std::string> named;                              ///< all that dataset.json names
  std::map<std::string, std::span<const std::byte>> sound;  ///< whole files, with as many rows as they should have
};

/// Is told a problem of one array.
using TellPart = std::function<void(const std::string& part, const char* code, const std::string& message)>;

/// Holds the arrays of a shard against what the dataset declares: which there are, their types and shapes, and row by
/// row ids, boxes, keypoints and copy numbers. What needs an array that is not sound is left out. Gives what the rows
/// hold; none where not even their number is known.
std::vector<FoundExample> check_arrays(const Declared& declared, const OutputSpec& spec, const ShardArrays& arrays,
                                       const TellPart& tell);

}  // namespace augshard
