#include "ops/kernels/box_window.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace augshard {
namespace {

struct Extent {
  int first, length;
};

Extent pixels_between(double low, double high, int extent) {
  const int first = std::clamp(static_cast<int>(std::floor(low)), 0, extent - 1);
  return {first, std::clamp(static_cast<int>(std::ceil(high)) - first, 1, extent - first)};
}

Extent random_extent(std::string_view name, int extent, Draws& draws) {
  const auto one = static_cast<int>(draws.below(name, extent));
  const auto other = static_cast<int>(draws.below(name, extent));
  return {std::min(one, other), std::abs(one - other) + 1};
}

Rect window_around(const Rect& kept, Size frame, Draws& draws) {
  const auto left = static_cast<int>(draws.below("left", kept.x + 1));
  const auto top = static_cast<int>(draws.below("top", kept.y + 1));
  const int last_x = kept.x + kept.width;
  const int last_y = kept.y + kept.height;
  const int right = last_x + static_cast<int>(draws.below("right", frame.width - last_x + 1));
  const int bottom = last_y + static_cast<int>(draws.below("bottom", frame.height - last_y + 1));
  return {left, top, right - left, bottom - top};
}

}  // namespace

std::optional<Box> draw_box(const Scene& scene, Draws& draws) {
  const std::vector<LabeledBox> boxes = scene.boxes();
  if (boxes.empty()) return std::nullopt;
  return boxes[static_cast<std::size_t>(draws.below("box", static_cast<std::int64_t>(boxes.size())))].box;
}

Rect pixels_of(const Box& box, Size frame) {
  const Extent x = pixels_between(box.x0, box.x1, frame.width);
  const Extent y = pixels_between(box.y0, box.y1, frame.height);
  return {x.first, y.first, x.length, y.length};
}

Rect random_window(Size frame, Draws& draws) {
  const Extent x = random_extent("x", frame.width, draws);
  const Extent y = random_extent("y", frame.height, draws);
  return {x.first, y.first, x.length, y.length};
}

Rect draw_safe_window(const Scene& scene, Draws& draws) {
  const std::vector<LabeledBox> boxes = scene.boxes();
  if (boxes.empty()) return random_window(scene.size, draws);
  Box all = boxes.front().box;
  for (const auto& [box, label] : boxes) {
    all = {std::min(all.x0, box.x0), std::min(all.y0, box.y0), std::max(all.x1, box.x1), std::max(all.y1, box.y1)};
  }
  return window_around(pixels_of(all, scene.size), scene.size, draws);
}

}  // namespace augshard
