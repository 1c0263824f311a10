#include "op/op.h"

namespace augshard {
namespace {

struct Mixup {
  double alpha = 1;
  std::optional<Draw> share;
  std::string mask = "winner";
};

int one_partner(const Mixup&) { return 1; }

Expected<Mix> mixup(const Mixup& params, std::span<const Scene> scenes, Draws& draws) {
  const double share = params.share ? draws.number("share", *params.share) : draws.beta("share", params.alpha);
  const Size size = scenes[0].size;
  Mix mix;
  mix.canvas = size;
  mix.labels = params.mask == "stack" ? Mix::Labels::stack : Mix::Labels::winner;
  mix.layers.push_back({.sample = 0, .window = {0, 0, size.width, size.height}});
  mix.layers.push_back({.sample = 1, .window = {0, 0, size.width, size.height}});
  mix.layers[1].share = 1 - share;
  if (share >= 1) mix.layers[1].boxes.emplace();
  return mix;
}

Shape mask_shape(const Mixup& params, const Shape& in) {
  Shape out = in;
  if (params.mask == "stack" && in.channels) out.channels = 2 * *in.channels;
  return out;
}

}  // namespace

OpInfo op_mixup() {
  return OpBuilder<Mixup>("mixup", "Blends the whole image with that of another record.")
      .param("alpha", &Mixup::alpha, Range{0.01, 1000}, Unit::none,
             "Both parameters of the beta distribution that the record's own share is drawn from.")
      .param("share", &Mixup::share, Range{0, 1}, Unit::fraction,
             "The record's own share in the blend; set, it takes the place of alpha.")
      .param(
          "mask", &Mixup::mask, OneOf{{"winner", "stack"}},
          "Masks: that of the larger share, the record's own at a tie; both as two channels, the record's own first.")
      .example(R"({"op": "mixup", "alpha": 0.4})")
      .example(R"({"op": "mixup", "share": [0.5, 1]})")
      .example(R"({"op": "mixup", "mask": "stack"})")
      .also_known_as({"MixUp", "RandomMixUp", "MixUpd"})
      .equal_sizes()
      .mask_shape(mask_shape)
      .mix(one_partner, mixup);
}

}  // namespace augshard
