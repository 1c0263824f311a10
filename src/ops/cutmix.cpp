#include <cmath>

#include "op/op.h"

namespace augshard {
namespace {

struct CutMix {
  double alpha = 1;
  std::optional<Draw> share;
};

int one_partner(const CutMix&) { return 1; }

// The window's centre is uniform over the frame, so that some windows overhang it, as in the paper (Yun et al. 2019).
Expected<Mix> cutmix(const CutMix& params, std::span<const Scene> scenes, Draws& draws) {
  const double share = params.share ? draws.number("share", *params.share) : draws.beta("share", params.alpha);
  const Size size = scenes[0].size;
  const double side = std::sqrt(1 - share);
  const int width = static_cast<int>(std::nearbyint(side * size.width));
  const int height = static_cast<int>(std::nearbyint(side * size.height));
  const auto x = static_cast<int>(draws.below("x", size.width));
  const auto y = static_cast<int>(draws.below("y", size.height));
  Mix mix;
  mix.canvas = size;
  mix.layers.push_back({.sample = 0, .window = {0, 0, size.width, size.height}});
  mix.layers.push_back({.sample = 1, .window = {x - width / 2, y - height / 2, width, height}});
  return mix;
}

}  // namespace

OpInfo op_cutmix() {
  return OpBuilder<CutMix>("cutmix", "Puts a rectangle of another record over the same place of this one.")
      .param("alpha", &CutMix::alpha, Range{0.01, 1000}, Unit::none,
             "Both parameters of the beta distribution that the record's own share is drawn from.")
      .param(
          "share", &CutMix::share, Range{0, 1}, Unit::fraction,
          "The record's own share of the area, more where the rectangle overhangs the frame; set, it takes the place "
          "of alpha.")
      .example(R"({"op": "cutmix", "alpha": 1})")
      .example(R"({"op": "cutmix", "share": [0.5, 0.9]})")
      .also_known_as({"CutMix", "RandomCutMix", "CutMixd"})
      .equal_sizes()
      .mix(one_partner, cutmix);
}

}  // namespace augshard
