#include <algorithm>

#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct Letterbox {
  int height = 512;
  int width = 512;
  std::string position = "center";
};

Expected<Step> letterbox(const Letterbox& params, const Scene& scene, Draws& draws) {
  const Size in = scene.size;
  const double scale =
      std::min(static_cast<double>(params.height) / in.height, static_cast<double>(params.width) / in.width);
  const Size inner{std::min(params.height, whole_pixels(in.height * scale)),
                   std::min(params.width, whole_pixels(in.width * scale))};
  const int free_x = params.width - inner.width;
  const int free_y = params.height - inner.height;
  const bool random = params.position == "random";
  const auto left = static_cast<double>(random ? draws.below("left", free_x + 1) : free_x / 2);
  const auto top = static_cast<double>(random ? draws.below("top", free_y + 1) : free_y / 2);
  Step step = resize_step(in, inner);
  step.output = {params.height, params.width};
  step.to_input = step.to_input * Projective::translation(-left, -top);
  step.makes_area = true;
  return step;
}

Shape boxed_shape(const Letterbox& params, const Shape& in) {
  Shape out = in;
  out.size = Size{params.height, params.width};
  return out;
}

}  // namespace

OpInfo op_letterbox() {
  return OpBuilder<Letterbox>("letterbox", "Scale to fit a fixed frame, keeping the aspect ratio, and pad the rest.")
      .param("height", &Letterbox::height, Range{1, 65536}, Unit::px, "Height of the frame.")
      .required()
      .param("width", &Letterbox::width, Range{1, 65536}, Unit::px, "Width of the frame.")
      .required()
      .param("position", &Letterbox::position, OneOf{{"center", "random"}}, "Where the image stands in the frame.")
      .example(R"({"op": "letterbox", "height": 160, "width": 160})")
      .also_known_as({"LetterBox", "ResizeWithPadOrCrop"})
      .shape(boxed_shape)
      .geometry(letterbox);
}

}  // namespace augshard
