#include "op/op.h"
#include "ops/kernels/noise.h"

namespace augshard {
namespace {

struct GaussianNoise {
  Draw std = Draw::uniform(0.02, 0.1);
  bool per_channel = true;
};

void gaussian_noise(const GaussianNoise& params, Image& image, Draws& draws) {
  const double deviation = draws.number("std", params.std);
  const std::uint64_t key = draws.field_key("noise");
  if (deviation > 0 && !image.empty()) add_normal_noise(image, key, deviation, params.per_channel);
}

}  // namespace

OpInfo op_gaussian_noise() {
  return OpBuilder<GaussianNoise>("gaussian_noise", "Adds independent normal noise to every value.")
      .param("std", &GaussianNoise::std, Range{0, 1}, Unit::intensity,
             "Standard deviation, as a fraction of the range: 0.1 is 25.5 in uint8.")
      .param("per_channel", &GaussianNoise::per_channel, "Whether the channels of a pixel get noise of their own.")
      .example(R"({"op": "gaussian_noise", "std": [0.02, 0.1]})")
      .example(R"({"op": "gaussian_noise", "std": 0.05, "per_channel": false})")
      .also_known_as({"GaussNoise", "GaussianNoise", "RandGaussianNoised", "noise"})
      .pixels(gaussian_noise);
}

}  // namespace augshard
