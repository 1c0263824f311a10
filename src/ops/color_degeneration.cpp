#include "op/op.h"
#include "ops/kernels/color_fold.h"

namespace augshard {
namespace {

struct ColorDegeneration {
  Draw factor = Draw::uniform(0, 0.5);
};

void color_degeneration(const ColorDegeneration& params, Image& image, Draws& draws) {
  const double factor = draws.number("factor", params.factor);
  if (image.channels() == 1 || image.empty()) return;
  ColorFold fold(image, 0);
  fold.saturation(1 - factor);
  fold.apply();
}

}  // namespace

OpInfo op_color_degeneration() {
  return OpBuilder<ColorDegeneration>("color_degeneration", "Blends the image with its gray version.")
      .param("factor", &ColorDegeneration::factor, Range{0, 1}, Unit::fraction,
             "Share of the gray version (Rec.601 luma): 0 leaves the image as it is, 1 makes it gray (Keras' "
             "RandomColorDegeneration).")
      .channels({1, 3})
      .example(R"({"op": "color_degeneration", "factor": [0, 0.5]})")
      .also_known_as({"RandomColorDegeneration"})
      .pixels(color_degeneration);
}

}  // namespace augshard
