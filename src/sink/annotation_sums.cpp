#include "sink/annotation_sums.h"

#include <nlohmann/json.hpp>
#include <string>

#include "sink/annotations.h"

namespace augshard {

using Json = nlohmann::ordered_json;

BoxSums measure_labels(std::span<const std::int64_t> labels) {
  BoxSums sums;
  for (const std::int64_t label : labels) ++sums.boxes[label];
  sums.examples_without = labels.empty() ? 1 : 0;
  return sums;
}

BoxSums measure(const ExampleBoxes& boxes) {
  BoxSums sums = measure_labels(labels_of(boxes));
  sums.dropped = static_cast<std::uint64_t>(boxes.dropped);
  return sums;
}

KeypointSums measure(const std::vector<KeypointSet>& sets) {
  KeypointSums sums;
  for (const KeypointSet& set : sets) {
    for (const Keypoint& point : set) {
      switch (point.visibility) {
        case Visibility::absent: ++sums.absent; break;
        case Visibility::hidden: ++sums.hidden; break;
        case Visibility::visible: ++sums.visible; break;
      }
    }
  }
  return sums;
}

KeypointSums measure_visibilities(std::span<const double> numbers) {
  constexpr std::size_t kNumbers = 3;
  KeypointSums sums;
  for (std::size_t i = kNumbers - 1; i < numbers.size(); i += kNumbers) {
    if (numbers[i] == 0) ++sums.absent;
    if (numbers[i] == 1) ++sums.hidden;
    if (numbers[i] == 2) ++sums.visible;
  }
  return sums;
}

void merge(BoxSums& into, const BoxSums& next) {
  for (const auto& [label, count] : next.boxes) into.boxes[label] += count;
  into.dropped += next.dropped;
  into.examples_without += next.examples_without;
}

void merge(KeypointSums& into, const KeypointSums& next) {
  into.absent += next.absent;
  into.hidden += next.hidden;
  into.visible += next.visible;
}

Json describe(const BoxSums& sums) {
  Json boxes = Json::object();
  for (const auto& [label, count] : sums.boxes) boxes[std::to_string(label)] = count;
  return {{"boxes", std::move(boxes)}, {"dropped", sums.dropped}, {"examples_without", sums.examples_without}};
}

Json describe(const KeypointSums& sums) {
  return {{"absent", sums.absent}, {"hidden", sums.hidden}, {"visible", sums.visible}};
}

BoxSums box_sums_of(const Json& json) {
  BoxSums sums;
  for (const auto& [label, count] : json.at("boxes").items()) {
    sums.boxes[Json::parse(label).get<std::int64_t>()] = count.get<std::uint64_t>();
  }
  sums.dropped = json.at("dropped").get<std::uint64_t>();
  sums.examples_without = json.at("examples_without").get<std::uint64_t>();
  return sums;
}

KeypointSums keypoint_sums_of(const Json& json) {
  return {json.at("absent").get<std::uint64_t>(), json.at("hidden").get<std::uint64_t>(),
          json.at("visible").get<std::uint64_t>()};
}

}  // namespace augshard
