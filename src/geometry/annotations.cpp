#include "geometry/annotations.h"

#include <algorithm>
#include <limits>

namespace augshard {
namespace {

constexpr int kPlacesOnABentEdge = 32;

std::optional<Box> clipped(const Box& box, Size frame) {
  const Box inside{std::max(box.x0, 0.0), std::max(box.y0, 0.0), std::min<double>(box.x1, frame.width),
                   std::min<double>(box.y1, frame.height), box.label};
  if (inside.x0 >= inside.x1 || inside.y0 >= inside.y1) return std::nullopt;
  return inside;
}

std::optional<Box> map_box(const Chain::Stage& stage, const Box& box) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Box hull{kInfinity, kInfinity, -kInfinity, -kInfinity, box.label};
  const auto include = [&](double x, double y) {
    const auto p = to_output(stage, {x, y});
    if (!p) return;
    hull.x0 = std::min(hull.x0, p->x);
    hull.y0 = std::min(hull.y0, p->y);
    hull.x1 = std::max(hull.x1, p->x);
    hull.y1 = std::max(hull.y1, p->y);
  };
  const int places = stage.field || !stage.to_input.is_affine() ? kPlacesOnABentEdge : 1;
  for (int i = 0; i < places; ++i) {
    const double t = static_cast<double>(i) / places;
    const double width = box.x1 - box.x0;
    const double height = box.y1 - box.y0;
    include(box.x0 + t * width, box.y0);
    include(box.x1, box.y0 + t * height);
    include(box.x1 - t * width, box.y1);
    include(box.x0, box.y1 - t * height);
  }
  if (hull.x0 > hull.x1) return std::nullopt;
  return hull;
}

bool contains(Size frame, const Keypoint& p) {
  return p.x >= 0 && p.y >= 0 && p.x <= frame.width && p.y <= frame.height;
}

}  // namespace

std::optional<Box> map_box(const Chain& chain, const Box& box) {
  std::optional<Box> mapped = box;
  const auto stages = chain.stages();
  for (auto stage = stages.rbegin(); mapped && stage != stages.rend(); ++stage) {
    if (stage->area) mapped = clipped(*mapped, stage->area->frame);
    if (mapped) mapped = map_box(*stage, *mapped);
  }
  return mapped;
}

Keypoint map_keypoint(const Chain& chain, const Keypoint& keypoint) {
  Keypoint mapped = keypoint;
  const auto stages = chain.stages();
  for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
    if (stage->area && !contains(stage->area->frame, mapped)) mapped.visible = false;
    const auto p = to_output(*stage, {mapped.x, mapped.y});
    if (!p) return {keypoint.x, keypoint.y, false};
    mapped.x = p->x;
    mapped.y = p->y;
  }
  return mapped;
}

}  // namespace augshard
