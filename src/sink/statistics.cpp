#include "sink/statistics.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "sink/values.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

// Interleaved pixels repeat their channels after 1, 2, 3 or 4 values: in a block of 48 a lane has always the same
// channel, and the loop over the lanes has no carried dependence.
constexpr std::size_t kLanes = 48;

template <class Sum>
struct LaneSums {
  std::array<Sum, kLanes> sum{};
  std::array<Sum, kLanes> squares{};
};

/// Adds the lanes to their channels in the order of the lanes.
template <class Sum, class Add>
void add_lanes(const LaneSums<Sum>& lanes, std::vector<ChannelSums>& channels, const Add& add) {
  for (std::size_t i = 0; i < kLanes; ++i) add(channels[i % channels.size()], lanes.sum[i], lanes.squares[i]);
}

void add_exact(ChannelSums& channel, std::uint64_t sum, std::uint64_t squares) {
  channel.sum += sum;
  channel.squares += squares;
}

void add_float(ChannelSums& channel, double sum, double squares) {
  channel.float_sum += sum;
  channel.float_squares += squares;
}

/// 8-bit values: lanes of 32 bits hold the squares of 65536 blocks.
void sum_values(std::span<const std::uint8_t> values, std::vector<ChannelSums>& channels) {
  constexpr std::size_t kBlocks = 65536;
  while (values.size() >= kLanes) {
    const std::size_t blocks = std::min(kBlocks, values.size() / kLanes);
    LaneSums<std::uint32_t> lanes;
    for (std::size_t block = 0; block < blocks; ++block) {
      const std::uint8_t* in = values.data() + block * kLanes;
      for (std::size_t i = 0; i < kLanes; ++i) {
        const auto square = static_cast<std::uint16_t>(in[i] * in[i]);
        lanes.sum[i] += in[i];
        lanes.squares[i] += square;
      }
    }
    add_lanes(lanes, channels, add_exact);
    values = values.subspan(blocks * kLanes);
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint32_t value = values[i];
    add_exact(channels[i % channels.size()], value, value * value);
  }
}

/// Wider values, by 64-bit integers or doubles: neither can overflow within one example.
template <class Sum, class T, class Add>
void sum_wide(std::span<const T> values, std::vector<ChannelSums>& channels, const Add& add) {
  LaneSums<Sum> lanes;
  for (; values.size() >= kLanes; values = values.subspan(kLanes)) {
    for (std::size_t i = 0; i < kLanes; ++i) {
      const auto value = static_cast<Sum>(values[i]);
      lanes.sum[i] += value;
      lanes.squares[i] += value * value;
    }
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto value = static_cast<Sum>(values[i]);
    lanes.sum[i] += value;
    lanes.squares[i] += value * value;
  }
  add_lanes(lanes, channels, add);
}

/// For numbers of channels that no lane fits.
template <class T>
void sum_slowly(std::span<const T> values, std::vector<ChannelSums>& channels) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto& channel = channels[i % channels.size()];
    if constexpr (sizeof(T) <= 2) {
      add_exact(channel, values[i], std::uint64_t{values[i]} * values[i]);
    } else {
      const auto value = static_cast<double>(values[i]);
      add_float(channel, value, value * value);
    }
  }
}

bool is_exact(DType dtype) { return dtype == DType::uint8 || dtype == DType::uint16; }

std::vector<ChannelSums> measure_channels(const Image& image) {
  const auto count = static_cast<std::size_t>(image.channels());
  std::vector<ChannelSums> channels(count);
  if (image.empty()) return channels;
  for (auto& channel : channels) channel.count = image.value_count() / count;
  visit_dtype(image.dtype(), [&](auto type) {
    using T = decltype(type);
    if (kLanes % count != 0) {
      sum_slowly(image.values<T>(), channels);
    } else if constexpr (sizeof(T) == 1) {
      sum_values(image.values<T>(), channels);
    } else if constexpr (sizeof(T) == 2) {
      sum_wide<std::uint64_t>(image.values<T>(), channels, add_exact);
    } else {
      sum_wide<double>(image.values<T>(), channels, add_float);
    }
  });
  return channels;
}

using PixelCounts = std::map<std::int64_t, std::uint64_t>;

/// Masks are mostly runs of one id: eight equal bytes are counted at once.
PixelCounts count_bytes(std::span<const std::uint8_t> ids) {
  std::array<std::uint64_t, 256> counts{};
  for (; ids.size() >= 8; ids = ids.subspan(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, ids.data(), sizeof word);
    if (word == std::rotl(word, 8)) {
      counts[ids[0]] += 8;
    } else {
      for (std::size_t i = 0; i < 8; ++i) ++counts[ids[i]];
    }
  }
  for (const std::uint8_t id : ids) ++counts[id];
  PixelCounts found;
  for (std::size_t id = 0; id < counts.size(); ++id) {
    if (counts[id] > 0) found[static_cast<std::int64_t>(id)] = counts[id];
  }
  return found;
}

template <class T>
PixelCounts count_runs(std::span<const T> ids) {
  std::unordered_map<T, std::uint64_t> counts;
  for (std::size_t start = 0; start < ids.size();) {
    std::size_t end = start + 1;
    while (end < ids.size() && ids[end] == ids[start]) ++end;
    counts[ids[start]] += end - start;
    start = end;
  }
  PixelCounts found;
  for (const auto& [id, count] : counts) found[static_cast<std::int64_t>(id)] += count;
  return found;
}

PixelCounts count_pixels(const Image& mask) {
  if (mask.dtype() == DType::uint8) return count_bytes(mask.values<std::uint8_t>());
  return visit_dtype(mask.dtype(), [&](auto type) { return count_runs(mask.values<decltype(type)>()); });
}

bool has_channels(const Field& field) { return field.is_image || field.mask_kind == MaskKind::heatmap; }

void merge(ChannelSums& into, const ChannelSums& next) {
  into.count += next.count;
  into.sum += next.sum;
  into.squares += next.squares;
  into.float_sum += next.float_sum;
  into.float_squares += next.float_squares;
}

/// The first sums of a block are merged into none.
template <class FieldSum>
void merge_each(std::vector<FieldSum>& into, const std::vector<FieldSum>& next) {
  into.resize(std::max(into.size(), next.size()));
  for (std::size_t i = 0; i < next.size(); ++i) merge(into[i], next[i]);
}

struct Moments {
  double mean = 0;
  double std = 0;
};

Moments moments_of(const ChannelSums& channel, DType dtype) {
  const double range = range_of(dtype);
  const auto count = static_cast<double>(channel.count);
  if (is_exact(dtype)) {
    // Exact up to the last division: below 2^125 for 2^45 values of 16 bits.
    const Uint128 variance = channel.squares * channel.count - channel.sum * channel.sum;
    return {static_cast<double>(channel.sum) / count / range, std::sqrt(static_cast<double>(variance)) / count / range};
  }
  const double mean = channel.float_sum / count;
  const double variance = std::max(0.0, channel.float_squares / count - mean * mean);
  return {mean / range, std::sqrt(variance) / range};
}

Json finite(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json describe_channels(const std::vector<ChannelSums>& channels, DType dtype) {
  Json mean = Json::array();
  Json std = Json::array();
  for (const auto& channel : channels) {
    const Moments moments = moments_of(channel, dtype);
    mean.push_back(finite(moments.mean));
    std.push_back(finite(moments.std));
  }
  return {{"mean", std::move(mean)}, {"std", std::move(std)}};
}

Json describe_pixels(const PixelCounts& pixels) {
  Json counts = Json::object();
  for (const auto& [id, count] : pixels) counts[std::to_string(id)] = count;
  return {{"pixels", std::move(counts)}};
}

// JSON numbers hold 64 bits.
Json halves(Uint128 value) { return {static_cast<std::uint64_t>(value >> 64U), static_cast<std::uint64_t>(value)}; }

Uint128 from_halves(const Json& json) {
  return Uint128{json.at(0).get<std::uint64_t>()} << 64U | json.at(1).get<std::uint64_t>();
}

// The bits of a double survive where a number would become null (infinity) or lose its sign (NaN).
Json bits(double value) { return std::bit_cast<std::uint64_t>(value); }
double from_bits(const Json& json) { return std::bit_cast<double>(json.get<std::uint64_t>()); }

Json field_to_json(const FieldSums& field) {
  Json channels = Json::array();
  for (const auto& c : field.channels) {
    channels.push_back({c.count, halves(c.sum), halves(c.squares), bits(c.float_sum), bits(c.float_squares)});
  }
  Json pixels = Json::array();
  for (const auto& [id, count] : field.pixels) pixels.push_back({id, count});
  return {{"channels", std::move(channels)}, {"pixels", std::move(pixels)}};
}

FieldSums field_from_json(const Json& json) {
  FieldSums field;
  for (const auto& entry : json.at("channels")) {
    field.channels.push_back({entry.at(0).get<std::uint64_t>(), from_halves(entry.at(1)), from_halves(entry.at(2)),
                              from_bits(entry.at(3)), from_bits(entry.at(4))});
  }
  for (const auto& entry : json.at("pixels")) {
    field.pixels[entry.at(0).get<std::int64_t>()] = entry.at(1).get<std::uint64_t>();
  }
  return field;
}

}  // namespace

FieldSums measure(const Field& field, const Image& image) {
  FieldSums sums;
  if (!has_channels(field)) {
    sums.pixels = count_pixels(image);
  } else if (image.dtype() == field.dtype) {
    sums.channels = measure_channels(image);
  } else if (const auto converted = cast_image(image, field.dtype)) {
    sums.channels = measure_channels(*converted);
  }
  return sums;
}

Sums measure(const Dataset& dataset, const Example& example) {
  Sums sums;
  for (std::size_t i = 0; i < dataset.fields.size(); ++i) {
    sums.fields.push_back(measure(dataset.fields[i], *example.pixels[i]));
  }
  for (std::size_t i = 0; i < dataset.boxes.size(); ++i) sums.boxes.push_back(measure(example.boxes.at(i)));
  for (std::size_t i = 0; i < dataset.keypoints.size(); ++i) sums.keypoints.push_back(measure(example.keypoints.at(i)));
  return sums;
}

void merge(FieldSums& into, const FieldSums& next) {
  into.channels.resize(std::max(into.channels.size(), next.channels.size()));
  for (std::size_t c = 0; c < next.channels.size(); ++c) merge(into.channels[c], next.channels[c]);
  for (const auto& [id, count] : next.pixels) into.pixels[id] += count;
}

void merge(Sums& into, const Sums& next) {
  merge_each(into.fields, next.fields);
  merge_each(into.boxes, next.boxes);
  merge_each(into.keypoints, next.keypoints);
}

Json describe(const Field& field, const FieldSums& sums) {
  return has_channels(field) ? describe_channels(sums.channels, field.dtype) : describe_pixels(sums.pixels);
}

Json describe_sums(const Dataset& dataset, const Sums& sums) {
  Json description = Json::object();
  for (std::size_t i = 0; i < sums.fields.size(); ++i) {
    description[dataset.fields[i].name] = describe(dataset.fields[i], sums.fields[i]);
  }
  for (std::size_t i = 0; i < sums.boxes.size(); ++i) description[dataset.boxes[i].name] = describe(sums.boxes[i]);
  for (std::size_t i = 0; i < sums.keypoints.size(); ++i) {
    description[dataset.keypoints[i].name] = describe(sums.keypoints[i]);
  }
  return description;
}

Json sums_to_json(const Sums& sums) {
  Json fields = Json::array();
  for (const auto& field : sums.fields) fields.push_back(field_to_json(field));
  Json boxes = Json::array();
  for (const auto& field : sums.boxes) boxes.push_back(describe(field));
  Json keypoints = Json::array();
  for (const auto& field : sums.keypoints) keypoints.push_back(describe(field));
  return {{"fields", std::move(fields)}, {"boxes", std::move(boxes)}, {"keypoints", std::move(keypoints)}};
}

Expected<Sums> sums_from_json(const Json& json) {
  try {
    Sums sums;
    for (const auto& field : json.at("fields")) sums.fields.push_back(field_from_json(field));
    for (const auto& field : json.at("boxes")) sums.boxes.push_back(box_sums_of(field));
    for (const auto& field : json.at("keypoints")) sums.keypoints.push_back(keypoint_sums_of(field));
    return sums;
  } catch (const nlohmann::json::exception& problem) {
    return Error{"state", std::string("the sums of a block cannot be read: ") + problem.what(), ""};
  }
}

}  // namespace augshard
