#include "geometry/annotations.h"

#include <algorithm>
#include <cmath>

namespace augshard {
namespace {

constexpr double kPiecesOfAnOutline = 128;

double distance(Point a, Point b) { return std::hypot(b.x - a.x, b.y - a.y); }

// The same polygon with places along its edges, so that a bend between two corners is seen.
std::vector<Point> divided(const std::vector<Point>& polygon) {
  double length = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) length += distance(polygon[i], polygon[(i + 1) % polygon.size()]);
  std::vector<Point> places;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point a = polygon[i];
    const Point b = polygon[(i + 1) % polygon.size()];
    const double pieces = std::max(1.0, std::ceil(kPiecesOfAnOutline * distance(a, b) / length));
    for (double piece = 0; piece < pieces; ++piece) {
      const double t = piece / pieces;
      places.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
    }
  }
  return places;
}

void cut(Object& object, Size frame) {
  const double before = area_of(object.outline);
  object.outline = clipped(object.outline, frame);
  if (!object.outline.empty()) object.visible *= area_of(object.outline) / before;
}

// A point on the very edge stays there, whatever the rounding of a factor makes of it.
bool is_within(Size frame, const Keypoint& p) {
  constexpr double kRounding = 1e-6;
  return p.x >= -kRounding && p.y >= -kRounding && p.x <= frame.width + kRounding && p.y <= frame.height + kRounding;
}

}  // namespace

Object map_object(const Chain& chain, const Object& object) {
  Object mapped = object;
  const auto stages = chain.stages();
  for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
    if (stage->area) cut(mapped, stage->area->frame);
    const std::vector<Point> places = stage->field ? divided(mapped.outline) : mapped.outline;
    mapped.outline.clear();
    for (const Point place : places) {
      if (const auto landed = to_output(*stage, place)) mapped.outline.push_back(*landed);
    }
  }
  cut(mapped, chain.output());
  if (mapped.outline.empty()) mapped.visible = 0;
  return mapped;
}

Keypoint map_keypoint(const Chain& chain, const Keypoint& keypoint) {
  constexpr Keypoint kAbsent{0, 0, Visibility::absent};
  if (keypoint.visibility == Visibility::absent) return kAbsent;
  Keypoint mapped = keypoint;
  const auto stages = chain.stages();
  for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
    if (stage->area && !is_within(stage->area->frame, mapped)) return kAbsent;
    const auto landed = to_output(*stage, {mapped.x, mapped.y});
    if (!landed) return kAbsent;
    mapped.x = landed->x;
    mapped.y = landed->y;
  }
  if (!is_within(chain.output(), mapped)) return kAbsent;
  mapped.x = std::clamp<double>(mapped.x, 0, chain.output().width);
  mapped.y = std::clamp<double>(mapped.y, 0, chain.output().height);
  return mapped;
}

}  // namespace augshard
