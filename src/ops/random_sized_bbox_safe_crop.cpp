#include "geometry/steps.h"
#include "op/op.h"
#include "ops/kernels/box_window.h"
#include "ops/kernels/crop_window.h"

namespace augshard {
namespace {

struct RandomSizedBboxSafeCrop {
  int height = 512;
  int width = 512;
};

Expected<Step> random_sized_bbox_safe_crop(const RandomSizedBboxSafeCrop& params, const Scene& scene, Draws& draws) {
  const Rect window = draw_safe_window(scene, draws);
  return crop_resize_step({params.height, params.width}, window.x, window.y, window.width, window.height);
}

}  // namespace

OpInfo op_random_sized_bbox_safe_crop() {
  using P = RandomSizedBboxSafeCrop;
  return OpBuilder<P>("random_sized_bbox_safe_crop",
                      "Cut a random window that holds every box and scale it to a fixed size.")
      .param("height", &P::height, Range{1, 65536}, Unit::px, "Height of the result.")
      .required()
      .param("width", &P::width, Range{1, 65536}, Unit::px, "Width of the result.")
      .required()
      .example(R"({"op": "random_sized_bbox_safe_crop", "height": 128, "width": 128})")
      .also_known_as({"RandomSizedBBoxSafeCrop"})
      .shape([](const P& p, const Shape& in) {
        return with_size(in, Size{p.height, p.width});
      })
      .geometry(random_sized_bbox_safe_crop);
}

}  // namespace augshard
