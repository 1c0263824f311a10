#include "ops/kernels/label_pixels.h"

#include <algorithm>

namespace augshard {
namespace {

// Calls `visit(label, x, y, length)` for each run of equal labels, in row-major order.
template <class Visit>
void for_each_run(const Image& mask, Visit visit) {
  visit_dtype(mask.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < mask.height(); ++y) {
      const T* const row = mask.row<T>(y);
      for (int x = 0, end = 0; x < mask.width(); x = end) {
        while (end < mask.width() && row[end] == row[x]) ++end;
        visit(static_cast<std::int64_t>(row[x]), x, y, end - x);
      }
    }
  });
}

std::int64_t count(const Image& mask, const IsWanted& is_wanted) {
  std::int64_t sum = 0;
  for (const auto& [label, pixels] : count_labels(mask)) sum += is_wanted(label) ? pixels : 0;
  return sum;
}

}  // namespace

std::map<std::int64_t, std::int64_t> count_labels(const Image& mask) {
  std::map<std::int64_t, std::int64_t> counts;
  for_each_run(mask, [&](std::int64_t label, int, int, int length) { counts[label] += length; });
  return counts;
}

IsWanted all_but(const std::vector<double>& ignored) {
  return [&ignored](std::int64_t label) {
    return std::find(ignored.begin(), ignored.end(), static_cast<double>(label)) == ignored.end();
  };
}

std::optional<Point> draw_pixel(const Image& mask, const IsWanted& is_wanted, Draws& draws) {
  const std::int64_t pixels = count(mask, is_wanted);
  if (pixels == 0) return std::nullopt;
  std::int64_t before = draws.below("pixel", pixels);
  std::optional<Point> found;
  for_each_run(mask, [&](std::int64_t label, int x, int y, int length) {
    if (found || !is_wanted(label)) return;
    if (before < length) found = Point{x + static_cast<double>(before) + 0.5, y + 0.5};
    before -= length;
  });
  return found;
}

std::optional<Rect> bounds_of_labels(const Image& mask, const IsWanted& is_wanted) {
  int left = mask.width();
  int right = 0;
  int top = mask.height();
  int bottom = 0;
  for_each_run(mask, [&](std::int64_t label, int x, int y, int length) {
    if (!is_wanted(label)) return;
    left = std::min(left, x);
    right = std::max(right, x + length);
    top = std::min(top, y);
    bottom = y + 1;
  });
  if (right == 0) return std::nullopt;
  return Rect{left, top, right - left, bottom - top};
}

}  // namespace augshard
