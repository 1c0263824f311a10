#include "geometry/steps.h"
#include "op/op.h"
#include "ops/kernels/crop_window.h"

namespace augshard {
namespace {

struct ZoomOut {
  Draw side_factor = Draw::uniform(1, 4);
};

Expected<Step> zoom_out(const ZoomOut& params, const Scene& scene, Draws& draws) {
  const Size in = scene.size;
  const double factor = draws.number("side_factor", params.side_factor);
  const Size canvas{whole_pixels(in.height * factor), whole_pixels(in.width * factor)};
  const auto left = static_cast<double>(draws.below("left", canvas.width - in.width + 1));
  const auto top = static_cast<double>(draws.below("top", canvas.height - in.height + 1));
  Step step = crop_step(canvas, -left, -top);
  step.makes_area = true;
  return step;
}

}  // namespace

OpInfo op_zoom_out() {
  using P = ZoomOut;
  return OpBuilder<P>("zoom_out", "Put the image at a random place on a larger canvas; the new area stays fill.")
      .param("side_factor", &P::side_factor, Range{1, 16}, Unit::factor, "Sides of the canvas, in those of the image.")
      .example(R"({"op": "zoom_out", "side_factor": [1, 2]})")
      .also_known_as({"RandomZoomOut", "Expand"})
      .shape([](const P&, const Shape& in) { return with_size(in, std::nullopt); })
      .geometry(zoom_out);
}

}  // namespace augshard
