#include <algorithm>
#include <map>

#include "op/op.h"
#include "ops/kernels/components.h"

namespace augshard {
namespace {

struct BoxesFromMask {
  MaskName mask;
  BoxesName boxes;
  std::string objects = "components";
  std::vector<double> ignore_labels{0, 255};
  int min_area_px = 1;
  std::optional<int> label;
};

LabeledBox box_of(const Component& thing, const std::optional<int>& label) {
  const Rect& r = thing.bounds;
  return {{static_cast<double>(r.x), static_cast<double>(r.y), static_cast<double>(r.x + r.width),
           static_cast<double>(r.y + r.height)},
          label ? *label : thing.id};
}

// All pixels of an id as one thing, in the order of ids.
std::vector<Component> by_id(const std::vector<Component>& components) {
  std::map<std::int64_t, Component> things;
  for (const Component& part : components) {
    const auto [entry, is_new] = things.try_emplace(part.id, part);
    if (is_new) continue;
    Component& whole = entry->second;
    const int x0 = std::min(whole.bounds.x, part.bounds.x);
    const int y0 = std::min(whole.bounds.y, part.bounds.y);
    const int x1 = std::max(whole.bounds.x + whole.bounds.width, part.bounds.x + part.bounds.width);
    const int y1 = std::max(whole.bounds.y + whole.bounds.height, part.bounds.y + part.bounds.height);
    whole.bounds = {x0, y0, x1 - x0, y1 - y0};
    whole.area += part.area;
  }
  std::vector<Component> list;
  for (const auto& [id, thing] : things) list.push_back(thing);
  return list;
}

void renumber(Image& mask, const std::vector<Component>& kept) {
  std::map<std::int64_t, std::int64_t> number_of;
  for (const Component& thing : kept) number_of[thing.id] = static_cast<std::int64_t>(number_of.size()) + 1;
  visit_dtype(mask.dtype(), [&]<class T>(T) {
    for (T& id : mask.values<T>()) {
      const auto found = number_of.find(static_cast<std::int64_t>(id));
      id = found == number_of.end() ? T{0} : static_cast<T>(found->second);
    }
  });
}

std::vector<LabeledBox> boxes_from_mask(const BoxesFromMask& params, Image& mask) {
  std::vector<Component> things = find_components(mask, params.ignore_labels).list;
  if (params.objects == "ids") things = by_id(things);
  std::erase_if(things, [&](const Component& thing) { return thing.area < params.min_area_px; });
  if (params.objects == "ids") renumber(mask, things);
  std::vector<LabeledBox> boxes;
  for (const Component& thing : things) boxes.push_back(box_of(thing, params.label));
  return boxes;
}

}  // namespace

OpInfo op_boxes_from_mask() {
  return OpBuilder<BoxesFromMask>("boxes_from_mask", "Makes the boxes of a target from the objects in a mask.")
      .param("mask", &BoxesFromMask::mask, "The mask that has the objects; default: mask, else the first by name.")
      .param("boxes", &BoxesFromMask::boxes,
             "The boxes target that takes them, which says \"from\": \"ops\"; default: the only one that does, else a "
             "new target "
             "named boxes.")
      .param("objects", &BoxesFromMask::objects, OneOf{{"components", "ids"}},
             "What an object is: connected pixels of one id, corners included, or all pixels of one id as in instance "
             "masks.")
      .param("ignore_labels", &BoxesFromMask::ignore_labels, Range{0, 2147483647}, Unit::label,
             "Ids that are no objects.")
      .param("min_area_px", &BoxesFromMask::min_area_px, Range{1, 1e9}, Unit::count, "Smaller objects get no box.")
      .param("label", &BoxesFromMask::label, Range{0, 2147483647}, Unit::label,
             "Class of all boxes; null: the id of the object's pixels.")
      .types({DType::uint8, DType::uint16, DType::int32})
      .channels({1})
      .example(R"({"op": "boxes_from_mask", "mask": "mask", "min_area_px": 9})")
      .example(R"({"op": "boxes_from_mask", "objects": "ids", "label": 1})")
      .also_known_as({"MasksToBoundingBoxes", "masks_to_boxes", "BoundingBoxd"})
      .boxes(boxes_from_mask);
}

}  // namespace augshard
