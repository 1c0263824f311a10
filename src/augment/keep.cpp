#include "augment/keep.h"

#include <algorithm>

namespace augshard {
namespace {

bool is_kept(const Object& object, const BoxesTarget& target) {
  if (object.outline.empty() || object.visible < target.min_visibility) return false;
  const Box box = bounds_of(object.outline);
  const double width = box.x1 - box.x0;
  const double height = box.y1 - box.y0;
  return std::min(width, height) >= target.min_side_px && width * height >= target.min_area_px;
}

// Keeps the entries that are marked.
template <class T>
void select(std::vector<T>& entries, const std::vector<bool>& kept) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (kept[i]) std::swap(entries[end++], entries[i]);
  }
  entries.resize(end);
}

// New ids by old ones: box number i, from 1, has id i.
std::vector<std::int64_t> renumbered(const std::vector<bool>& kept) {
  std::vector<std::int64_t> ids{0};
  std::int64_t next = 1;
  for (const bool keep : kept) ids.push_back(keep ? next++ : 0);
  return ids;
}

// Ids beyond those of the boxes are ignored pixels or fill.
void renumber(Image& mask, const std::vector<std::int64_t>& ids) {
  visit_dtype(mask.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (T& value : mask.values<T>()) {
      const auto id = static_cast<std::size_t>(value);
      if (id < ids.size()) value = static_cast<T>(ids[id]);
    }
  });
}

void keep_boxes(Sample& sample, const Targets& targets, std::size_t which) {
  std::vector<Object>& objects = sample.objects[which];
  std::vector<bool> kept;
  for (const Object& object : objects) kept.push_back(is_kept(object, targets.boxes[which]));
  if (std::find(kept.begin(), kept.end(), false) == kept.end()) return;
  select(objects, kept);
  for (std::size_t i = 0; i < sample.keypoints.size(); ++i) {
    if (targets.keypoints[i].boxes == which) select(sample.keypoints[i], kept);
  }
  for (std::size_t i = 0; i < sample.masks.size(); ++i) {
    if (targets.masks[i].boxes == which) renumber(sample.masks[i], renumbered(kept));
  }
}

void drop_absent(KeypointSet& set) {
  std::erase_if(set, [](const Keypoint& point) { return point.visibility == Visibility::absent; });
}

}  // namespace

void keep_visible(Sample& sample, const Targets& targets) {
  for (std::size_t i = 0; i < sample.objects.size(); ++i) keep_boxes(sample, targets, i);
  for (std::size_t i = 0; i < sample.keypoints.size(); ++i) {
    if (targets.keypoints[i].count) continue;
    for (KeypointSet& set : sample.keypoints[i]) drop_absent(set);
  }
}

}  // namespace augshard
