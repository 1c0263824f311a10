#include "geometry/annotations.h"

#include <algorithm>
#include <cmath>

namespace augshard {
namespace {

using Polygon = std::vector<Point>;

constexpr double kPiecesOfAnOutline = 128;

double distance(Point a, Point b) { return std::hypot(b.x - a.x, b.y - a.y); }

// The same polygon with places along its edges, so that a bend between two corners is seen.
Polygon divided(const Polygon& polygon) {
  double length = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) length += distance(polygon[i], polygon[(i + 1) % polygon.size()]);
  Polygon places;
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

Polygon shifted(const Polygon& polygon, double dx, double dy) {
  Polygon result = polygon;
  for (Point& p : result) p = {p.x + dx, p.y + dy};
  return result;
}

/// The edges of a field's tiles along one axis; the ring reaches as far as the outline does.
std::vector<double> tile_edges(double spacing, int nodes, double first, double last) {
  constexpr double kFarthest = 0x1p24;
  std::vector<double> edges{std::clamp(std::floor(first), -kFarthest, 0.0)};
  for (int tile = 0; tile + 2 < nodes; ++tile) edges.push_back(tile * spacing);
  edges.push_back(std::clamp(std::ceil(last), edges.back(), kFarthest));
  return edges;
}

/// The part of an outline that the tile between these edges takes, where the tile puts it.
Polygon taken(const Polygon& outline, Point displacement, const Box& tile) {
  const Polygon in_tile = shifted(outline, -displacement.x - tile.x0, -displacement.y - tile.y0);
  const Size size{static_cast<int>(std::lround(tile.y1 - tile.y0)), static_cast<int>(std::lround(tile.x1 - tile.x0))};
  return shifted(clipped(in_tile, size), tile.x0, tile.y0);
}

/// Tiles tear an outline apart: the largest piece stands for it, unless all that it touches move alike.
void tear(Object& object, const DisplacementField& tiles) {
  const Polygon whole = std::move(object.outline);
  object.outline.clear();
  if (whole.empty()) return;
  const Box bounds = bounds_of(whole);
  const auto x = tile_edges(tiles.spacing_x, tiles.columns, bounds.x0, bounds.x1);
  const auto y = tile_edges(tiles.spacing_y, tiles.rows, bounds.y0, bounds.y1);
  double largest = 0;
  std::optional<Point> common;
  bool together = true;
  for (std::size_t r = 0; r + 1 < y.size(); ++r) {
    for (std::size_t c = 0; c + 1 < x.size(); ++c) {
      const Point d = tiles.nodes[r * static_cast<std::size_t>(tiles.columns) + c];
      Polygon piece = taken(whole, d, {x[c], y[r], x[c + 1], y[r + 1]});
      if (piece.empty()) continue;
      together = together && (!common || (common->x == d.x && common->y == d.y));
      common = d;
      if (area_of(piece) <= largest) continue;
      largest = area_of(piece);
      object.outline = std::move(piece);
    }
  }
  if (!common) return;
  if (together) {
    object.outline = shifted(whole, -common->x, -common->y);
  } else {
    object.visible *= largest / area_of(whole);
  }
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
    const bool tears = stage->field && stage->field->kernel == DisplacementField::Kernel::tiles;
    const bool bends = stage->field && !tears;
    const Chain::Stage followed{bends ? stage->field : nullptr, stage->to_input, std::nullopt};
    const Polygon places = bends ? divided(mapped.outline) : mapped.outline;
    mapped.outline.clear();
    for (const Point place : places) {
      if (const auto landed = to_output(followed, place)) mapped.outline.push_back(*landed);
    }
    if (tears) tear(mapped, *stage->field);
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
