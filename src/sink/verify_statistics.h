#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sink/found_example.h"
#include "sink/verify_values.h"

namespace augshard {

/// What the examples of one output hold, added up by split and field, in the order of its shards.
class FoundSums {
 public:
  void add(const std::string& split, const FoundExample& example);

  /// A sum, of how many examples, and whether it is what was written (FoundPixels::exact).
  template <class Sum>
  struct Entry {
    Sum sum;
    std::int64_t examples = 0;
    bool exact = true;
  };
  struct Split {
    std::map<std::string, Entry<FieldSums>> pixels;
    std::map<std::string, Entry<BoxSums>> boxes;
    std::map<std::string, Entry<KeypointSums>> keypoints;
  };
  /// What was added of a split.
  [[nodiscard]] const Split& of(const std::string& split) const;

 private:
  std::map<std::string, Split> splits_;
};

/// `statistics` of dataset.json has the splits that have examples, and for each of them every field.
void check_statistics_keys(const nlohmann::ordered_json& manifest, const Declared& declared, const Tell& tell);

/// Holds `statistics` of dataset.json against what an output holds, split by split, where each of a split's examples
/// tells it: label counts, boxes and keypoints exactly, moments of integers exactly, those of floats up to the rounding
/// of their sums. Of images that are stored as JPEG only a gross difference is told, since they are measured before
/// encoding: rounding, and colours averaged over four pixels and clipped, move a mean by up to a tenth of the range.
/// Not held against anything: the boxes that were dropped, which no shard knows.
void check_statistics(const nlohmann::ordered_json& manifest, const Declared& declared, const OutputSpec& spec,
                      const FoundSums& found, const Tell& tell);

}  // namespace augshard
