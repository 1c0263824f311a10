#include "augment/mix_annotations.h"

#include <algorithm>
#include <cmath>

#include "augment/mix_pixels.h"

namespace augshard {
namespace {

std::vector<Point> cut_to(std::span<const Point> polygon, const Rect& rect) {
  std::vector<Point> moved(polygon.begin(), polygon.end());
  for (Point& p : moved) p = {p.x - rect.x, p.y - rect.y};
  moved = clipped(moved, {rect.height, rect.width});
  for (Point& p : moved) p = {p.x + rect.x, p.y + rect.y};
  return moved;
}

// Even and odd crossings of a ray to the right.
bool contains(std::span<const Point> polygon, Point p) {
  bool inside = false;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point a = polygon[i];
    const Point b = polygon[(i + 1) % polygon.size()];
    if ((a.y > p.y) == (b.y > p.y)) continue;
    if (p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)) inside = !inside;
  }
  return inside;
}

/// The instance mask that goes with a boxes target, nullptr where there is none.
const Image* instance_mask(const Sample& sample, const Targets& targets, std::size_t boxes) {
  for (std::size_t i = 0; i < sample.masks.size(); ++i) {
    if (targets.masks[i].boxes == boxes && sample.masks[i].channels() == 1) return &sample.masks[i];
  }
  return nullptr;
}

std::int64_t value_at(const Image& mask, int x, int y) {
  return visit_dtype(mask.dtype(), [&]<class T>(T) { return static_cast<std::int64_t>(mask.row<T>(y)[x]); });
}

/// Calls visit(x, y) for the pixels of an object with an outline: within the box, those of its instance, else all whose
/// centre the outline holds.
template <class Visit>
void for_each_pixel(const Sample& sample, const Targets& targets, std::size_t boxes, std::size_t which,
                    const Visit& visit) {
  const Object& object = sample.objects[boxes][which];
  const Image* instances = instance_mask(sample, targets, boxes);
  const Box bounds = bounds_of(object.outline);
  const Size frame = sample.image.size();
  const int bottom = std::min(frame.height, static_cast<int>(std::ceil(bounds.y1)));
  const int right = std::min(frame.width, static_cast<int>(std::ceil(bounds.x1)));
  for (int y = std::max(0, static_cast<int>(std::floor(bounds.y0))); y < bottom; ++y) {
    for (int x = std::max(0, static_cast<int>(std::floor(bounds.x0))); x < right; ++x) {
      const bool is_its = instances != nullptr ? value_at(*instances, x, y) == static_cast<std::int64_t>(which) + 1
                                               : contains(object.outline, {x + 0.5, y + 0.5});
      if (is_its) visit(x, y);
    }
  }
}

void lose(Object& object) {
  object.outline.clear();
  object.visible = 0;
}

void hide_by_window(Object& object, const Rect& window, Size canvas) {
  const double under = area_of(cut_to(object.outline, window));
  if (under <= 0) return;
  const int right = window.x + window.width;
  const int bottom = window.y + window.height;
  std::vector<std::vector<Point>> rest;
  for (const Rect& side : {Rect{0, 0, window.x, canvas.height}, Rect{right, 0, canvas.width - right, canvas.height},
                           Rect{0, 0, canvas.width, window.y}, Rect{0, bottom, canvas.width, canvas.height - bottom}}) {
    if (auto part = cut_to(object.outline, side); !part.empty()) rest.push_back(std::move(part));
  }
  if (rest.empty()) return lose(object);
  object.visible *= std::max(0.0, 1 - under / area_of(object.outline));
  if (rest.size() == 1) object.outline = std::move(rest.front());
}

// The pixels of an object that its own layer shows, and how many of them the layer above takes.
void hide_by_cover(Object& object, const PlacedLayer& placed, const PlacedLayer& above, const Targets& targets,
                   std::size_t boxes, std::size_t which) {
  std::int64_t all = 0;
  std::int64_t hidden = 0;
  for_each_pixel(placed.sample, targets, boxes, which, [&](int x, int y) {
    x += placed.layer.x;
    y += placed.layer.y;
    if (!placed.covers(x, y)) return;
    ++all;
    if (above.covers(x, y)) ++hidden;
  });
  if (hidden == 0) return;
  if (hidden == all) return lose(object);
  object.visible *= 1 - static_cast<double>(hidden) / static_cast<double>(all);
}

// At its place on the canvas, cut at its window.
Object placed_object(const PlacedLayer& placed, const Object& source) {
  Object object = source;
  if (object.outline.empty()) return object;
  for (Point& p : object.outline) p = {p.x + placed.layer.x, p.y + placed.layer.y};
  const double before = area_of(object.outline);
  object.outline = cut_to(object.outline, placed.region);
  object.visible *= area_of(object.outline) / before;
  return object;
}

// Points of a box come with it; others only where the layer covers.
Keypoint placed_keypoint(const PlacedLayer& placed, std::span<const PlacedLayer> above, const Keypoint& point,
                         bool of_boxes) {
  constexpr Keypoint kAbsent{0, 0, Visibility::absent};
  const Rect& region = placed.region;
  if (point.visibility == Visibility::absent || region.width == 0) return kAbsent;
  Keypoint moved{point.x + placed.layer.x, point.y + placed.layer.y, point.visibility};
  const bool inside = moved.x >= region.x && moved.y >= region.y && moved.x <= region.x + region.width &&
                      moved.y <= region.y + region.height;
  if (!inside) return kAbsent;
  const int x = std::min(static_cast<int>(std::floor(moved.x)), region.x + region.width - 1);
  const int y = std::min(static_cast<int>(std::floor(moved.y)), region.y + region.height - 1);
  if (!of_boxes && !placed.covers(x, y)) return kAbsent;
  for (const PlacedLayer& layer : above) {
    if (layer.is_opaque() && layer.covers(x, y)) moved.visibility = Visibility::hidden;
  }
  return moved;
}

}  // namespace

std::vector<Object> mixed_objects(Size canvas, std::span<const PlacedLayer> layers, const Targets& targets,
                                  std::size_t which) {
  std::vector<Object> objects;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const auto& own = layers[l].sample.objects[which];
    for (std::size_t i = 0; i < own.size(); ++i) {
      if (!layers[l].comes(which, i)) continue;
      Object object = placed_object(layers[l], own[i]);
      for (const PlacedLayer& above : layers.subspan(l + 1)) {
        if (object.outline.empty() || !above.is_opaque()) continue;
        if (above.is_rectangle()) {
          hide_by_window(object, above.region, canvas);
        } else {
          hide_by_cover(object, layers[l], above, targets, which, i);
        }
      }
      if (object.outline.empty() || !layers[l].named[which][i]) lose(object);
      objects.push_back(std::move(object));
    }
  }
  return objects;
}

std::vector<KeypointSet> mixed_keypoints(std::span<const PlacedLayer> layers, std::size_t which,
                                         const KeypointsTarget& target) {
  std::vector<KeypointSet> sets;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const auto& own = layers[l].sample.keypoints[which];
    for (std::size_t i = 0; i < own.size(); ++i) {
      if (target.boxes && !layers[l].comes(*target.boxes, i)) continue;
      KeypointSet set;
      for (const Keypoint& point : own[i]) {
        set.push_back(placed_keypoint(layers[l], layers.subspan(l + 1), point, target.boxes.has_value()));
      }
      if (target.boxes || sets.empty()) {
        sets.push_back(std::move(set));
      } else if (!target.count) {
        sets[0].insert(sets[0].end(), set.begin(), set.end());
      }
    }
  }
  return sets;
}

Image area_of_boxes(const Sample& sample, const Targets& targets, std::span<const std::size_t> boxes) {
  const auto named = named_objects(sample, boxes);
  Image area = filled(sample.image.size(), 1, DType::uint8, {0});
  for (std::size_t target = 0; target < named.size(); ++target) {
    const auto wanted = [&](std::int64_t i) {
      return i >= 0 && i < std::ssize(named[target]) && named[target][static_cast<std::size_t>(i)];
    };
    if (const Image* instances = instance_mask(sample, targets, target)) {
      visit_dtype(instances->dtype(), [&]<class T>(T) {
        const auto ids = instances->values<T>();
        for (std::size_t i = 0; i < ids.size(); ++i) {
          if (wanted(static_cast<std::int64_t>(ids[i]) - 1)) area.values<std::uint8_t>()[i] = 255;
        }
      });
      continue;
    }
    for (std::size_t i = 0; i < named[target].size(); ++i) {
      if (!named[target][i]) continue;
      for_each_pixel(sample, targets, target, i, [&](int x, int y) { area.row<std::uint8_t>(y)[x] = 255; });
    }
  }
  return area;
}

}  // namespace augshard
