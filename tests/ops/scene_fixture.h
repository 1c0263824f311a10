#pragma once

#include "ops/pixels_fixture.h"

/// What the tests of ops that look at a label mask or at boxes share.
namespace augshard::scene_test {

using namespace augshard::pixels_test;

/// A mask from rows of digits; '9' stands for 255.
inline Image mask_of(const std::vector<std::string>& rows) {
  std::vector<std::uint8_t> ids;
  for (const std::string& row : rows) {
    for (const char c : row) ids.push_back(c == '9' ? std::uint8_t{255} : static_cast<std::uint8_t>(c - '0'));
  }
  return bytes({static_cast<int>(rows.size()), static_cast<int>(rows.front().size())}, 1, ids);
}

inline Scene scene_of(const Image& mask, std::vector<LabeledBox> boxes = {}) {
  Scene scene{.size = mask.size()};
  scene.label_mask = [&mask](std::string_view) { return &mask; };
  scene.boxes = [boxes = std::move(boxes)] { return boxes; };
  return scene;
}

inline Erasure erasure_of(const std::string& json, const Scene& scene, const std::string& record = "record") {
  const BoundOp op = bound(json);
  Draws draws = draws_of(record);
  return std::get<RegionsKernel>(op.info->kernel)(op.params.get(), scene, draws);
}

inline std::int64_t area_of(const Erasure& erasure) {
  const auto values = erasure.area.values<std::uint8_t>();
  return std::ranges::count_if(values, [](std::uint8_t v) { return v != 0; });
}

}  // namespace augshard::scene_test
