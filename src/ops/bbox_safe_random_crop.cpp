#include "geometry/steps.h"
#include "op/op.h"
#include "ops/kernels/box_window.h"
#include "ops/kernels/crop_window.h"

namespace augshard {
namespace {

struct BboxSafeRandomCrop {};

Expected<Step> bbox_safe_random_crop(const BboxSafeRandomCrop&, const Scene& scene, Draws& draws) {
  const Rect window = draw_safe_window(scene, draws);
  return crop_step({window.height, window.width}, window.x, window.y);
}

}  // namespace

OpInfo op_bbox_safe_random_crop() {
  using P = BboxSafeRandomCrop;
  return OpBuilder<P>("bbox_safe_random_crop", "Cut a random window that holds every box; without boxes any window.")
      .example(R"({"op": "bbox_safe_random_crop"})")
      .also_known_as({"BBoxSafeRandomCrop"})
      .shape([](const P&, const Shape& in) { return with_size(in, std::nullopt); })
      .geometry(bbox_safe_random_crop);
}

}  // namespace augshard
