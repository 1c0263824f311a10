#include <array>

#include "op/op.h"
#include "ops/kernels/convolve.h"

namespace augshard {
namespace {

struct Emboss {
  Draw alpha = Draw::uniform(0.2, 0.5);
  Draw strength = Draw::uniform(0.2, 0.7);
};

// The kernel of the effect is (-1-s, -s, 0; -s, 1, s; 0, s, 1+s): its sum is 1, so a flat area keeps its value, and so
// does the mix with the image itself.
void emboss(const Emboss& params, Image& image, Draws& draws) {
  const double alpha = draws.number("alpha", params.alpha);
  const double edge = alpha * draws.number("strength", params.strength);
  if (alpha == 0 || image.empty()) return;
  const std::array<Tap, 7> taps{{{-1, -1, -alpha - edge},
                                 {0, -1, -edge},
                                 {-1, 0, -edge},
                                 {0, 0, 1},
                                 {1, 0, edge},
                                 {0, 1, edge},
                                 {1, 1, alpha + edge}}};
  sum_taps(image, taps);
}

}  // namespace

OpInfo op_emboss() {
  return OpBuilder<Emboss>("emboss", "Makes the image look raised, with light from the upper left.")
      .param("alpha", &Emboss::alpha, Range{0, 1}, Unit::fraction, "Share of the embossed image in the result.")
      .param("strength", &Emboss::strength, Range{0, 10}, Unit::factor,
             "How much the differences to the neighbours count beyond the one along the diagonal.")
      .example(R"({"op": "emboss", "alpha": [0.2, 0.5], "strength": [0.2, 0.7]})")
      .also_known_as({"Emboss"})
      .pixels(emboss);
}

}  // namespace augshard
