#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/expected.h"
#include "sink/annotation_sums.h"
#include "sink/sink.h"

namespace augshard {

__extension__ using Uint128 = unsigned __int128;

/// Sums over the values of one channel. 8- and 16-bit values are summed exactly; int32 and float values in double, in
/// the order of the pixels within an example and of the rows between examples.
struct ChannelSums {
  std::uint64_t count = 0;
  Uint128 sum = 0;
  Uint128 squares = 0;
  double float_sum = 0;
  double float_squares = 0;
  bool operator==(const ChannelSums&) const = default;
};

/// Sums over one field: channels for images and heatmaps, pixels a label id for other masks.
struct FieldSums {
  std::vector<ChannelSums> channels;
  std::map<std::int64_t, std::uint64_t> pixels;
  bool operator==(const FieldSums&) const = default;
};

/// One entry a field of the dataset, in its order.
struct Sums {
  std::vector<FieldSums> fields = {};
  std::vector<BoxSums> boxes = {};
  std::vector<KeypointSums> keypoints = {};
  bool operator==(const Sums&) const = default;
};

/// Measures one example, as it is before encoding. Made by workers.
Sums measure(const Dataset& dataset, const Example& example);
/// One field of it.
FieldSums measure(const Field& field, const Image& image);

/// Adds the sums of what comes next. Integer sums and counts do not depend on the order of merging; sums of floats do:
/// merge examples into their block in row order, and blocks in their order.
void merge(Sums& into, const Sums& next);
void merge(FieldSums& into, const FieldSums& next);

/// `statistics` of one split in dataset.json: mean and standard deviation a channel, integers scaled to 0..1; pixels a
/// label id; boxes a label, those dropped, and examples without one; points by visibility. A mean that is no number
/// (nothing written, infinities) is null.
nlohmann::ordered_json describe_sums(const Dataset& dataset, const Sums& sums);
/// One field of it.
nlohmann::ordered_json describe(const Field& field, const FieldSums& sums);

/// Sums as JSON and back, without loss: what a block leaves behind for a resume. Error "state" for anything else.
nlohmann::ordered_json sums_to_json(const Sums& sums);
Expected<Sums> sums_from_json(const nlohmann::ordered_json& json);

}  // namespace augshard
