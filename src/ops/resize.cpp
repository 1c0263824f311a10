#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct Resize {
  int height = 512;
  int width = 512;
  bool antialias = true;
};

Expected<Step> resize(const Resize& params, const Scene& scene, Draws&) {
  Step step = resize_step(scene.size, {params.height, params.width});
  step.antialias = params.antialias;
  return step;
}

Shape resized_shape(const Resize& params, const Shape& in) {
  Shape out = in;
  out.size = Size{params.height, params.width};
  return out;
}

}  // namespace

OpInfo op_resize() {
  return OpBuilder<Resize>("resize", "Scale to a fixed size, whatever the aspect ratio.")
      .param("height", &Resize::height, Range{1, 65536}, Unit::px, "Height of the result.")
      .required()
      .param("width", &Resize::width, Range{1, 65536}, Unit::px, "Width of the result.")
      .required()
      .param("antialias", &Resize::antialias, "Average over the footprint where the image becomes smaller.")
      .example(R"({"op": "resize", "height": 128, "width": 160})")
      .also_known_as({"Resize", "Resizing", "Resized"})
      .shape(resized_shape)
      .geometry(resize);
}

}  // namespace augshard
