#include "op/op.h"
#include "ops/kernels/convolve.h"

namespace augshard {
namespace {

struct Sharpen {
  Draw alpha = Draw::uniform(0.2, 0.5);
};

void sharpen(const Sharpen& params, Image& image, Draws& draws) {
  const double alpha = draws.number("alpha", params.alpha);
  if (alpha != 0 && !image.empty()) add_contour(image, 8 * alpha, Edges::reflected);
}

}  // namespace

OpInfo op_sharpen() {
  return OpBuilder<Sharpen>("sharpen", "Sharpens with the 3x3 kernel of eight neighbours.")
      .param("alpha", &Sharpen::alpha, Range{0, 1}, Unit::fraction,
             "Share of the sharpened image (9 times the value minus its 8 neighbours) in the result; Albumentations' "
             "with a lightness of 1.")
      .example(R"({"op": "sharpen", "alpha": [0.2, 0.5]})")
      .also_known_as({"Sharpen", "RandGaussianSharpend"})
      .pixels(sharpen);
}

}  // namespace augshard
