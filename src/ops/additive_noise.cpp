#include "op/op.h"
#include "ops/kernels/noise.h"

namespace augshard {
namespace {

struct AdditiveNoise {
  std::string distribution = "uniform";
  Draw std = Draw::uniform(0.02, 0.1);
  bool per_channel = true;
};

Distribution distribution_of(const std::string& name) {
  if (name == "uniform") return Distribution::uniform;
  return name == "laplace" ? Distribution::laplace : Distribution::normal;
}

void additive_noise(const AdditiveNoise& params, Image& image, Draws& draws) {
  const double deviation = draws.number("std", params.std);
  const std::uint64_t key = draws.field_key("noise");
  if (deviation == 0 || image.empty()) return;
  add_noise(image, key, distribution_of(params.distribution), deviation, params.per_channel);
}

}  // namespace

OpInfo op_additive_noise() {
  return OpBuilder<AdditiveNoise>("additive_noise", "Adds independent noise of a chosen distribution to every value.")
      .param("distribution", &AdditiveNoise::distribution, OneOf{{"uniform", "laplace", "normal"}},
             "Distribution of the noise; its mean is 0.")
      .param("std", &AdditiveNoise::std, Range{0, 1}, Unit::intensity,
             "Standard deviation, as a fraction of the range; uniform noise reaches 1.73 of it.")
      .param("per_channel", &AdditiveNoise::per_channel, "Whether the channels of a pixel get noise of their own.")
      .example(R"({"op": "additive_noise", "distribution": "laplace", "std": [0.02, 0.1]})")
      .example(R"({"op": "additive_noise", "std": 0.05, "per_channel": false})")
      .also_known_as({"AdditiveNoise", "AddElementwise", "AdditiveLaplaceNoise"})
      .pixels(additive_noise);
}

}  // namespace augshard
