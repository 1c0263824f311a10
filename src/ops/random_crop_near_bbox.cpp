#include "geometry/steps.h"
#include "op/op.h"
#include "ops/kernels/box_window.h"
#include "ops/kernels/crop_window.h"

namespace augshard {
namespace {

struct RandomCropNearBbox {
  Draw shift_frac = Draw::uniform(-0.3, 0.3);
};

Rect draw_window(const RandomCropNearBbox& params, const Scene& scene, Draws& draws) {
  const auto box = draw_box(scene, draws);
  if (!box) return random_window(scene.size, draws);
  const double width = box->x1 - box->x0;
  const double height = box->y1 - box->y0;
  const double left = box->x0 - draws.number("left", params.shift_frac) * width;
  const double top = box->y0 - draws.number("top", params.shift_frac) * height;
  const double right = box->x1 + draws.number("right", params.shift_frac) * width;
  const double bottom = box->y1 + draws.number("bottom", params.shift_frac) * height;
  return pixels_of({left, top, right, bottom}, scene.size);
}

Expected<Step> random_crop_near_bbox(const RandomCropNearBbox& params, const Scene& scene, Draws& draws) {
  const Rect window = draw_window(params, scene, draws);
  return crop_step({window.height, window.width}, window.x, window.y);
}

}  // namespace

OpInfo op_random_crop_near_bbox() {
  using P = RandomCropNearBbox;
  return OpBuilder<P>("random_crop_near_bbox",
                      "Cut to a random box whose sides are moved by random amounts; without boxes to any window.")
      .param("shift_frac", &P::shift_frac, Range{-0.49, 10}, Unit::fraction,
             "Shift of each side, as a fraction of the box; above 0 outward, as far as the image reaches.")
      .example(R"({"op": "random_crop_near_bbox", "shift_frac": [-0.1, 0.3]})")
      .also_known_as({"RandomCropNearBBox"})
      .shape([](const P&, const Shape& in) { return with_size(in, std::nullopt); })
      .geometry(random_crop_near_bbox);
}

}  // namespace augshard
