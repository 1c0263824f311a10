#include "op/op.h"
#include "ops/kernels/noise.h"

namespace augshard {
namespace {

struct MultiplicativeNoise {
  Draw std = Draw::uniform(0.05, 0.2);
  bool per_channel = true;
};

void multiplicative_noise(const MultiplicativeNoise& params, Image& image, Draws& draws) {
  const double deviation = draws.number("std", params.std);
  const std::uint64_t key = draws.field_key("noise");
  if (deviation > 0 && !image.empty()) multiply_normal_noise(image, key, deviation, params.per_channel);
}

}  // namespace

OpInfo op_multiplicative_noise() {
  return OpBuilder<MultiplicativeNoise>("multiplicative_noise",
                                        "Multiplies every value by a number of its own, as speckle does.")
      .param("std", &MultiplicativeNoise::std, Range{0, 1}, Unit::factor,
             "Standard deviation of the normal numbers, whose mean is 1.")
      .param("per_channel", &MultiplicativeNoise::per_channel,
             "Whether the channels of a pixel get numbers of their own.")
      .example(R"({"op": "multiplicative_noise", "std": [0.05, 0.2]})")
      .example(R"({"op": "multiplicative_noise", "std": 0.1, "per_channel": false})")
      .also_known_as({"MultiplicativeNoise", "MultiplyElementwise", "speckle_noise"})
      .pixels(multiplicative_noise);
}

}  // namespace augshard
