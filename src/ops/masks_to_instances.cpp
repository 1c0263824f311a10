#include <algorithm>

#include "op/op.h"
#include "ops/kernels/components.h"

namespace augshard {
namespace {

struct MasksToInstances {
  std::vector<double> ignore_labels{0, 255};
  int min_area_px = 1;
  MaskName mask;
};

MaskKind kind_of(const MasksToInstances&) { return MaskKind::instance; }

// A mask may hold more things than a smaller type has numbers.
Shape shape_of(const MasksToInstances&, const Shape& in) { return {in.size, in.channels, DType::int32}; }

void masks_to_instances(const MasksToInstances& params, Image& mask, Draws&) {
  const Components things = find_components(mask, params.ignore_labels);
  std::vector<std::int32_t> number_of(things.list.size() + 1, 0);
  std::int32_t kept = 0;
  for (std::size_t i = 0; i < things.list.size(); ++i) {
    if (things.list[i].area >= params.min_area_px) number_of[i + 1] = ++kept;
  }
  Image instances(mask.size(), 1, DType::int32);
  std::transform(things.number_of.begin(), things.number_of.end(), instances.values<std::int32_t>().begin(),
                 [&](std::int32_t thing) { return number_of[static_cast<std::size_t>(thing)]; });
  mask = std::move(instances);
}

}  // namespace

OpInfo op_masks_to_instances() {
  return OpBuilder<MasksToInstances>(
             "masks_to_instances",
             "Numbers the connected pixels of each label from 1, corners included; 0 is the rest.")
      .param("ignore_labels", &MasksToInstances::ignore_labels, Range{0, 2147483647}, Unit::label,
             "Labels that are no objects.")
      .param("min_area_px", &MasksToInstances::min_area_px, Range{1, 1e9}, Unit::count,
             "Smaller objects become 0; pixels of the mask as it then is.")
      .param("mask", &MasksToInstances::mask, "The mask; default: every label mask.")
      .types({DType::uint8, DType::uint16, DType::int32})
      .channels({1})
      .shape(shape_of)
      .mask_kind(kind_of)
      .example(R"({"op": "masks_to_instances", "min_area_px": 16})")
      .also_known_as({"LabelToInstance", "connected_components"})
      .labels(masks_to_instances);
}

}  // namespace augshard
