#include "op/op.h"
#include "ops/kernels/convolve.h"

namespace augshard {
namespace {

struct Sharpness {
  Draw factor = Draw::uniform(0.5, 1.5);
};

// With s the smoothed value (sum of the nine + 4 x) / 13, the blend is f x + (1 - f) s = x + (f - 1) (9 x - sum) / 13.
void sharpness(const Sharpness& params, Image& image, Draws& draws) {
  const double factor = draws.number("factor", params.factor);
  if (factor != 1 && !image.empty()) add_contour(image, 8 * (factor - 1) / 13, Edges::kept);
}

}  // namespace

OpInfo op_sharpness() {
  return OpBuilder<Sharpness>("sharpness", "Makes the image sharper or softer: a blend with its smoothed version.")
      .param("factor", &Sharpness::factor, Range{0, 10}, Unit::factor,
             "0 gives the smoothed image (3x3, weight 5 in the middle), 1 the image itself, 2 a sharper one; the "
             "outermost pixels stay as they are (Pillow, torchvision's adjust_sharpness, twice the factor of Keras' "
             "RandomSharpness).")
      .example(R"({"op": "sharpness", "factor": [0.5, 1.5]})")
      .also_known_as({"RandomSharpness", "RandomAdjustSharpness", "adjust_sharpness"})
      .pixels(sharpness);
}

}  // namespace augshard
