#include <algorithm>

#include "op/op.h"
#include "ops/kernels/components.h"
#include "ops/kernels/erased.h"

namespace augshard {
namespace {

struct MaskDropout {
  IntDraw objects{Draw::constant(1)};
  MaskName mask;
  std::vector<double> ignore_labels{0, 255};
  std::vector<double> fill{0};
  std::optional<double> mask_fill = 0;
};

// `count` different numbers of 0 .. all-1: a partial Fisher and Yates shuffle.
std::vector<std::size_t> draw_some(std::size_t count, std::size_t all, Draws& draws) {
  std::vector<std::size_t> order(all);
  for (std::size_t i = 0; i < all; ++i) order[i] = i;
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(order[i], order[i + static_cast<std::size_t>(draws.below("object", static_cast<std::int64_t>(all - i)))]);
  }
  order.resize(count);
  return order;
}

Erasure mask_dropout(const MaskDropout& params, const Scene& scene, Draws& draws) {
  Erasure erasure{{}, params.fill, params.mask_fill};
  const Image* mask = scene.label_mask(params.mask.name);
  if (mask == nullptr) return erasure;
  const Components things = find_components(*mask, params.ignore_labels);
  const auto wanted = static_cast<std::size_t>(draws.integer("objects", params.objects));
  std::vector<bool> erased(things.list.size() + 1, false);
  for (const std::size_t thing : draw_some(std::min(wanted, things.list.size()), things.list.size(), draws)) {
    erased[thing + 1] = true;
  }
  erasure.area = Image(scene.size, 1, DType::uint8);
  std::transform(things.number_of.begin(), things.number_of.end(), erasure.area.values<std::uint8_t>().begin(),
                 [&](std::int32_t number) { return erased[static_cast<std::size_t>(number)] ? 1 : 0; });
  return erasure;
}

}  // namespace

OpInfo op_mask_dropout() {
  return OpBuilder<MaskDropout>("mask_dropout",
                                "Erases whole objects: connected pixels of one label, drawn among all in a label mask.")
      .param("objects", &MaskDropout::objects, Range{0, 1000}, Unit::count,
             "Number of objects; all where there are fewer.")
      .param("mask", &MaskDropout::mask, "The label mask that has the objects; default: mask, else the first by name.")
      .param("ignore_labels", &MaskDropout::ignore_labels, Range{0, 2147483647}, Unit::label,
             "Labels that are no objects.")
      .with(declare_fills<MaskDropout>)
      .example(R"({"op": "mask_dropout", "objects": [1, 3]})")
      .also_known_as({"MaskDropout"})
      .regions(mask_dropout);
}

}  // namespace augshard
