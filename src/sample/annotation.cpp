#include "sample/annotation.h"

#include <algorithm>
#include <cmath>

namespace augshard {
namespace {

// What of a polygon satisfies inside(p) >= 0, for a linear `inside`.
template <class Inside>
std::vector<Point> cut(const std::vector<Point>& polygon, const Inside& inside) {
  std::vector<Point> kept;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point a = polygon[i];
    const Point b = polygon[(i + 1) % polygon.size()];
    const double at_a = inside(a);
    const double at_b = inside(b);
    if (at_a >= 0) kept.push_back(a);
    if ((at_a < 0) == (at_b < 0)) continue;
    const double t = at_a / (at_a - at_b);
    kept.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
  }
  return kept;
}

// What the first and the second number of each pair are fractions of: 1 for pixels.
Point units_of(BoxFormat format, Size size) {
  if (!is_relative(format)) return {1, 1};
  const double width = size.width;
  const double height = size.height;
  return format == BoxFormat::rel_yxyx ? Point{height, width} : Point{width, height};
}

bool is_relative(KeypointFormat format) {
  return format == KeypointFormat::rel_xy || format == KeypointFormat::rel_xyv;
}

}  // namespace

std::string_view name_of(BoxFormat format) {
  constexpr std::array<std::string_view, kBoxFormats.size()> kNames{"xyxy",     "xywh",     "cxcywh",     "yxyx",
                                                                    "rel_xyxy", "rel_xywh", "rel_cxcywh", "rel_yxyx"};
  return kNames.at(static_cast<std::size_t>(format));
}

std::string_view name_of(KeypointFormat format) {
  constexpr std::array<std::string_view, kKeypointFormats.size()> kNames{"xy", "xyv", "rel_xy", "rel_xyv"};
  return kNames.at(static_cast<std::size_t>(format));
}

bool is_relative(BoxFormat format) { return format >= BoxFormat::rel_xyxy; }

Box box_of(const std::array<double, 4>& numbers, BoxFormat format, Size size) {
  const Point unit = units_of(format, size);
  const double a = numbers[0] * unit.x;
  const double b = numbers[1] * unit.y;
  const double c = numbers[2] * unit.x;
  const double d = numbers[3] * unit.y;
  switch (format) {
    case BoxFormat::xyxy:
    case BoxFormat::rel_xyxy: return {a, b, c, d};
    case BoxFormat::xywh:
    case BoxFormat::rel_xywh: return {a, b, a + c, b + d};
    case BoxFormat::cxcywh:
    case BoxFormat::rel_cxcywh: return {a - c / 2, b - d / 2, a + c / 2, b + d / 2};
    case BoxFormat::yxyx:
    case BoxFormat::rel_yxyx: break;
  }
  return {b, a, d, c};
}

std::array<double, 4> numbers_of(const Box& box, BoxFormat format, Size size) {
  const double width = box.x1 - box.x0;
  const double height = box.y1 - box.y0;
  std::array<double, 4> numbers{};
  switch (format) {
    case BoxFormat::xyxy:
    case BoxFormat::rel_xyxy: numbers = {box.x0, box.y0, box.x1, box.y1}; break;
    case BoxFormat::xywh:
    case BoxFormat::rel_xywh: numbers = {box.x0, box.y0, width, height}; break;
    case BoxFormat::cxcywh:
    case BoxFormat::rel_cxcywh: numbers = {box.x0 + width / 2, box.y0 + height / 2, width, height}; break;
    case BoxFormat::yxyx:
    case BoxFormat::rel_yxyx: numbers = {box.y0, box.x0, box.y1, box.x1}; break;
  }
  const Point unit = units_of(format, size);
  return {numbers[0] / unit.x, numbers[1] / unit.y, numbers[2] / unit.x, numbers[3] / unit.y};
}

Object object_of(const Box& box, std::int64_t label) {
  return {{{box.x0, box.y0}, {box.x1, box.y0}, {box.x1, box.y1}, {box.x0, box.y1}}, label, 1};
}

Box bounds_of(std::span<const Point> polygon) {
  Box bounds{polygon[0].x, polygon[0].y, polygon[0].x, polygon[0].y};
  for (const Point p : polygon) {
    bounds = {std::min(bounds.x0, p.x), std::min(bounds.y0, p.y), std::max(bounds.x1, p.x), std::max(bounds.y1, p.y)};
  }
  return bounds;
}

double area_of(std::span<const Point> polygon) {
  double twice = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point a = polygon[i];
    const Point b = polygon[(i + 1) % polygon.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return std::fabs(twice) / 2;
}

std::vector<Point> clipped(std::span<const Point> polygon, Size frame) {
  std::vector<Point> kept(polygon.begin(), polygon.end());
  kept = cut(kept, [](Point p) { return p.x; });
  kept = cut(kept, [](Point p) { return p.y; });
  kept = cut(kept, [frame](Point p) { return frame.width - p.x; });
  kept = cut(kept, [frame](Point p) { return frame.height - p.y; });
  if (area_of(kept) <= 0) kept.clear();
  return kept;
}

std::size_t values_of(KeypointFormat format) {
  return format == KeypointFormat::xyv || format == KeypointFormat::rel_xyv ? 3 : 2;
}

Keypoint keypoint_of(std::span<const double> numbers, KeypointNotation notation, Size size) {
  Keypoint point;
  if (numbers.size() > 2 && numbers[2] == 0) return {0, 0, Visibility::absent};
  if (numbers.size() > 2 && numbers[2] == 1) point.visibility = Visibility::hidden;
  const bool relative = is_relative(notation.format);
  const double shift = !relative && notation.index_convention ? 0.5 : 0;
  point.x = numbers[0] * (relative ? size.width : 1) + shift;
  point.y = numbers[1] * (relative ? size.height : 1) + shift;
  return point;
}

void append_numbers(const Keypoint& point, KeypointNotation notation, Size size, std::vector<double>& numbers) {
  const bool relative = is_relative(notation.format);
  const bool there = point.visibility != Visibility::absent;
  const double shift = !relative && notation.index_convention ? 0.5 : 0;
  numbers.push_back(there ? (point.x - shift) / (relative ? size.width : 1) : 0);
  numbers.push_back(there ? (point.y - shift) / (relative ? size.height : 1) : 0);
  if (values_of(notation.format) == 3) numbers.push_back(static_cast<double>(point.visibility));
}

}  // namespace augshard
