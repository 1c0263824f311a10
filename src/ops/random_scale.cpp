#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct RandomScale {
  Draw scale = Draw::uniform(0.5, 2);
};

Expected<Step> random_scale(const RandomScale& params, const Scene& scene, Draws& draws) {
  const double scale = draws.number("scale", params.scale);
  return resize_step(scene.size, {whole_pixels(scene.size.height * scale), whole_pixels(scene.size.width * scale)});
}

Shape scaled_shape(const RandomScale&, const Shape& in) {
  Shape out = in;
  out.size.reset();
  return out;
}

}  // namespace

OpInfo op_random_scale() {
  return OpBuilder<RandomScale>("random_scale",
                                "Scale height and width by one random factor; the frame changes with it.")
      .param("scale", &RandomScale::scale, Range{0.01, 100}, Unit::factor, "Linear factor; above 1 enlarges.")
      .example(R"({"op": "random_scale", "scale": [0.5, 2.0]})")
      .also_known_as({"RandomScale", "RandomResize", "ScaleJitter"})
      .shape(scaled_shape)
      .geometry(random_scale);
}

}  // namespace augshard
