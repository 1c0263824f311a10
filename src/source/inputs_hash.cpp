#include "source/inputs_hash.h"

#include <array>
#include <bit>
#include <set>
#include <span>

namespace augshard {

InputsHash::InputsHash(const Spec& spec) {
  std::set<std::string> used;
  if (spec.group_by) used.insert(*spec.group_by);
  for (const SplitSpec& split : spec.splits) {
    for (const auto& [attribute, values] : split.where) used.insert(attribute);
  }
  for (const OutputSpec& output : spec.outputs) used.insert(output.attributes.begin(), output.attributes.end());
  attributes_.assign(used.begin(), used.end());
}

void InputsHash::add(const Record& record, const std::vector<std::uint64_t>& sizes) {
  text(record.key);
  text(record.image);
  number(sizes.at(0));
  for (std::size_t i = 0; i < record.masks.size(); ++i) {
    flag(record.masks[i].has_value());
    if (!record.masks[i]) continue;
    text(*record.masks[i]);
    number(sizes.at(i + 1));
  }
  for (const std::string& name : attributes_) {
    const auto found = record.attributes.find(name);
    flag(found != record.attributes.end());
    if (found != record.attributes.end()) text(found->second);
  }
  annotations(record.annotations);
}

void InputsHash::annotations(const Annotations& annotations) {
  for (const auto& boxes : annotations.boxes) {
    number(boxes.size());
    for (const WrittenBox& box : boxes) {
      for (const double value : box.numbers) real(value);
      number(static_cast<std::uint64_t>(box.label));
    }
  }
  for (const auto& sets : annotations.keypoints) {
    number(sets.size());
    for (const auto& set : sets) {
      number(set.size());
      for (const double value : set) real(value);
    }
  }
  for (const Segment& segment : annotations.segments) {
    for (const auto& value : segment.values) {
      flag(value.has_value());
      if (value) number(static_cast<std::uint64_t>(*value));
    }
    shape(segment.shape);
  }
}

void InputsHash::shape(const Segmentation& shape) {
  if (const auto* runs = std::get_if<RunLengths>(&shape)) {
    number(runs->counts.size());
    for (const std::uint32_t count : runs->counts) number(count);
    return;
  }
  for (const auto& polygon : std::get<Polygons>(shape)) {
    number(polygon.size());
    for (const double value : polygon) real(value);
  }
}

void InputsHash::number(std::uint64_t value) {
  std::array<std::byte, 8> bytes{};
  for (std::byte& byte : bytes) {
    byte = static_cast<std::byte>(value & 0xFFU);
    value >>= 8U;
  }
  hash_.update(bytes);
}

void InputsHash::real(double value) { number(std::bit_cast<std::uint64_t>(value)); }

void InputsHash::text(std::string_view value) {
  number(value.size());
  hash_.update(std::as_bytes(std::span(value)));
}

void InputsHash::flag(bool value) {
  const std::array bytes{static_cast<std::byte>(value ? 1 : 0)};
  hash_.update(bytes);
}

}  // namespace augshard
