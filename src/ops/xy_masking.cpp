#include <algorithm>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/erased.h"

namespace augshard {
namespace {

struct XyMasking {
  IntDraw columns{Draw::uniform(1, 2)};
  IntDraw rows{Draw::uniform(1, 2)};
  Draw width_frac = Draw::uniform(0.02, 0.1);
  Draw height_frac = Draw::uniform(0.02, 0.1);
  std::vector<double> fill{0};
  std::optional<double> mask_fill;
};

// Start and length of a stripe along an axis of `length` pixels; at least one pixel.
struct Stripe {
  int start, length;
};
Stripe draw_stripe(std::string_view name, const Draw& fraction, int length, Draws& draws) {
  const double drawn = draws.number(std::string(name) + "_frac", fraction) * length;
  const int wide = std::clamp(static_cast<int>(std::nearbyint(drawn)), 1, length);
  return {static_cast<int>(draws.below(std::string(name) + "_start", length - wide + 1)), wide};
}

Erasure xy_masking(const XyMasking& params, const Scene& scene, Draws& draws) {
  Erasure erasure{{}, params.fill, params.mask_fill};
  for (auto left = draws.integer("columns", params.columns); left > 0; --left) {
    const Stripe stripe = draw_stripe("width", params.width_frac, scene.size.width, draws);
    erasure.rects.push_back({stripe.start, 0, stripe.length, scene.size.height});
  }
  for (auto left = draws.integer("rows", params.rows); left > 0; --left) {
    const Stripe stripe = draw_stripe("height", params.height_frac, scene.size.height, draws);
    erasure.rects.push_back({0, stripe.start, scene.size.width, stripe.length});
  }
  return erasure;
}

}  // namespace

OpInfo op_xy_masking() {
  return OpBuilder<XyMasking>("xy_masking",
                              "Erases stripes from edge to edge, as on spectrograms in time and frequency.")
      .param("columns", &XyMasking::columns, Range{0, 1000}, Unit::count, "Number of upright stripes.")
      .param("rows", &XyMasking::rows, Range{0, 1000}, Unit::count, "Number of level stripes.")
      .param("width_frac", &XyMasking::width_frac, Range{0, 1}, Unit::fraction,
             "Width of each upright stripe, as a fraction of the image's; at least one pixel.")
      .param("height_frac", &XyMasking::height_frac, Range{0, 1}, Unit::fraction,
             "Height of each level stripe, as a fraction of the image's; at least one pixel.")
      .with(declare_fills<XyMasking>)
      .example(R"({"op": "xy_masking", "columns": [1, 3], "rows": 0})")
      .also_known_as({"XYMasking", "TimeMasking", "FrequencyMasking"})
      .regions(xy_masking);
}

}  // namespace augshard
