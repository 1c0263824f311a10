#include <cmath>

#include "op/op.h"
#include "ops/kernels/convolve.h"

namespace augshard {
namespace {

struct UnsharpMask {
  Draw sigma = Draw::uniform(0.5, 3);
  Draw alpha = Draw::uniform(0.2, 0.5);
  Draw threshold = Draw::constant(0.02);
};

void unsharp_mask(const UnsharpMask& params, Image& image, Draws& draws) {
  const double sigma = draws.number("sigma", params.sigma);
  const double alpha = draws.number("alpha", params.alpha);
  const double threshold = draws.number("threshold", params.threshold);
  if (sigma == 0 || alpha == 0 || image.empty()) return;
  add_detail(image, half_gaussian(sigma, static_cast<int>(std::ceil(4 * sigma))), alpha, threshold);
}

}  // namespace

OpInfo op_unsharp_mask() {
  return OpBuilder<UnsharpMask>("unsharp_mask", "Sharpens by adding what a Gaussian blur would take away.")
      .param("sigma", &UnsharpMask::sigma, Range{0, 50}, Unit::px,
             "Standard deviation of the blur; 0 leaves the image as it is.")
      .param("alpha", &UnsharpMask::alpha, Range{0, 10}, Unit::factor, "Factor of what is added.")
      .param("threshold", &UnsharpMask::threshold, Range{0, 1}, Unit::intensity,
             "Differences from the blurred image up to this stay as they are, larger ones count from here.")
      .example(R"({"op": "unsharp_mask", "sigma": [0.5, 3], "alpha": [0.2, 0.5]})")
      .example(R"({"op": "unsharp_mask", "sigma": 2, "alpha": 1, "threshold": 0})")
      .also_known_as({"UnsharpMask", "RandUnsharpMask"})
      .pixels(unsharp_mask);
}

}  // namespace augshard
