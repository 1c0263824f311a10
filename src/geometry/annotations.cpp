#include "geometry/annotations.h"

#include <algorithm>
#include <limits>

namespace augshard {
namespace {

constexpr int kPlacesOnABentEdge = 32;

bool keeps_lines_parallel(const Chain& chain) {
  const auto stages = chain.stages();
  return std::all_of(stages.begin(), stages.end(),
                     [](const Chain::Stage& s) { return !s.field && s.to_input.is_affine(); });
}

}  // namespace

std::optional<Box> map_box(const Chain& chain, const Box& box) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Box hull{kInfinity, kInfinity, -kInfinity, -kInfinity, box.label};
  const auto include = [&](double x, double y) {
    const auto p = chain.to_output({x, y});
    if (!p) return;
    hull.x0 = std::min(hull.x0, p->x);
    hull.y0 = std::min(hull.y0, p->y);
    hull.x1 = std::max(hull.x1, p->x);
    hull.y1 = std::max(hull.y1, p->y);
  };
  const int places = keeps_lines_parallel(chain) ? 1 : kPlacesOnABentEdge;
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

Keypoint map_keypoint(const Chain& chain, const Keypoint& keypoint) {
  const auto p = chain.to_output({keypoint.x, keypoint.y});
  if (!p) return {keypoint.x, keypoint.y, false};
  return {p->x, p->y, keypoint.visible};
}

}  // namespace augshard
