#include <algorithm>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/erased.h"

namespace augshard {
namespace {

struct CoarseDropout {
  IntDraw holes{Draw::uniform(1, 8)};
  Draw height_frac = Draw::uniform(0.05, 0.2);
  Draw width_frac = Draw::uniform(0.05, 0.2);
  std::vector<double> fill{0};
  std::optional<double> mask_fill;
};

int side(double fraction, int length) {
  return std::clamp(static_cast<int>(std::nearbyint(fraction * length)), 1, std::max(1, length));
}

Erasure coarse_dropout(const CoarseDropout& params, const Scene& scene, Draws& draws) {
  const Size size = scene.size;
  Erasure erasure{{}, params.fill, params.mask_fill};
  const std::int64_t holes = draws.integer("holes", params.holes);
  for (std::int64_t i = 0; i < holes; ++i) {
    const int height = side(draws.number("height_frac", params.height_frac), size.height);
    const int width = side(draws.number("width_frac", params.width_frac), size.width);
    const auto x = draws.below("x", std::max(1, size.width - width + 1));
    const auto y = draws.below("y", std::max(1, size.height - height + 1));
    erasure.rects.push_back({static_cast<int>(x), static_cast<int>(y), width, height});
  }
  return erasure;
}

}  // namespace

OpInfo op_coarse_dropout() {
  return OpBuilder<CoarseDropout>("coarse_dropout", "Erases rectangles at random places.")
      .param("holes", &CoarseDropout::holes, Range{0, 1000}, Unit::count, "Number of rectangles.")
      .param("height_frac", &CoarseDropout::height_frac, Range{0, 1}, Unit::fraction,
             "Height of each, as a fraction of the image's; at least one pixel.")
      .param("width_frac", &CoarseDropout::width_frac, Range{0, 1}, Unit::fraction,
             "Width of each, as a fraction of the image's; at least one pixel.")
      .with(declare_fills<CoarseDropout>)
      .example(R"({"op": "coarse_dropout", "holes": [1, 8], "height_frac": [0.05, 0.2], "width_frac": [0.05, 0.2]})")
      .example(R"({"op": "coarse_dropout", "holes": 4, "fill": 0.5, "mask_fill": 255})")
      .also_known_as({"CoarseDropout", "Cutout", "RandomCutout", "RandomCutOut", "RandCoarseDropoutd", "erase"})
      .regions(coarse_dropout);
}

}  // namespace augshard
