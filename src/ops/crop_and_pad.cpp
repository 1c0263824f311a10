#include <cmath>

#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct CropAndPad {
  Draw side_frac = Draw::uniform(-0.1, 0.1);
  std::optional<Draw> side_px;
  bool keep_size = true;
};

// Whole pixels that a side moves outward.
int draw_side(std::string_view name, const CropAndPad& params, int extent, Draws& draws) {
  const double pixels =
      params.side_px ? draws.number(name, *params.side_px) : draws.number(name, params.side_frac) * extent;
  return static_cast<int>(std::floor(pixels + 0.5));
}

Expected<Step> crop_and_pad(const CropAndPad& params, const Scene& scene, Draws& draws) {
  const Size in = scene.size;
  const int left = draw_side("left", params, in.width, draws);
  const int right = draw_side("right", params, in.width, draws);
  const int top = draw_side("top", params, in.height, draws);
  const int bottom = draw_side("bottom", params, in.height, draws);
  const Size window{in.height + top + bottom, in.width + left + right};
  if (window.height < 1 || window.width < 1) {
    return Error{"too-small",
                 "nothing is left of an image of " + std::to_string(in.height) + "x" + std::to_string(in.width) +
                     " (height x width) cut by the sides drawn",
                 "use side_frac, or make side_px smaller"};
  }
  Step step = crop_resize_step(params.keep_size ? in : window, -left, -top, window.width, window.height);
  step.makes_area = left > 0 || right > 0 || top > 0 || bottom > 0;
  return step;
}

Shape changed_shape(const CropAndPad& params, const Shape& in) {
  Shape out = in;
  if (!params.keep_size) out.size.reset();
  return out;
}

}  // namespace

OpInfo op_crop_and_pad() {
  return OpBuilder<CropAndPad>("crop_and_pad",
                               "Move each side of the frame by an amount of its own: outward pads, inward crops.")
      .param("side_frac", &CropAndPad::side_frac, Range{-0.49, 4}, Unit::fraction,
             "Shift of each side as a fraction of height or width; above 0 pads, below 0 crops.")
      .param("side_px", &CropAndPad::side_px, Range{-65536, 65536}, Unit::px,
             "Shift of each side in pixels, rounded; set, it takes the place of side_frac.")
      .param("keep_size", &CropAndPad::keep_size, "Scale the result to the size that the image had.")
      .example(R"({"op": "crop_and_pad", "side_frac": [-0.1, 0.1]})")
      .example(R"({"op": "crop_and_pad", "side_px": [-16, 8], "keep_size": false})")
      .also_known_as({"CropAndPad"})
      .shape(changed_shape)
      .geometry(crop_and_pad);
}

}  // namespace augshard
