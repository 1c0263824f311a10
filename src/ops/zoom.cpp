#include "op/op.h"
#include "ops/kernels/affine_step.h"

namespace augshard {
namespace {

struct Zoom {
  Draw scale = Draw::uniform(0.8, 1.25);
  std::optional<Draw> scale_y;
};

Expected<Step> zoom(const Zoom& params, const Scene& scene, Draws& draws) {
  AffineNumbers numbers;
  numbers.scale_x = draws.number("scale", params.scale);
  numbers.scale_y = params.scale_y ? draws.number("scale_y", *params.scale_y) : numbers.scale_x;
  return affine_step(scene.size, numbers);
}

}  // namespace

OpInfo op_zoom() {
  return OpBuilder<Zoom>("zoom", "Scale about the centre while the frame stays: affine with its scale alone.")
      .param("scale", &Zoom::scale, Range{0.01, 100}, Unit::factor, "Linear factor; above 1 objects become larger.")
      .param("scale_y", &Zoom::scale_y, Range{0.01, 100}, Unit::factor, "Factor in y; not set: the same as scale.")
      .example(R"({"op": "zoom", "scale": [0.8, 1.25]})")
      .also_known_as({"RandomZoom", "RandZoomd"})
      .geometry(zoom);
}

}  // namespace augshard
