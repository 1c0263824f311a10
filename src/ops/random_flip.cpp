#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct RandomFlip {
  std::string mode = "horizontal";
};

Expected<Step> random_flip(const RandomFlip& params, const Scene& scene, Draws& draws) {
  const bool horizontal = params.mode != "vertical" && draws.coin("horizontal", 0.5);
  const bool vertical = params.mode != "horizontal" && draws.coin("vertical", 0.5);
  Step step = flip_step(scene.size, horizontal, vertical);
  step.mirrors = horizontal;
  return step;
}

}  // namespace

OpInfo op_random_flip() {
  return OpBuilder<RandomFlip>("random_flip", "Mirror each named axis, independently, with probability 1/2.")
      .param("mode", &RandomFlip::mode, OneOf{{"horizontal", "vertical", "horizontal_and_vertical"}},
             "Axes that may be mirrored, named as in Keras.")
      .example(R"({"op": "random_flip", "mode": "horizontal_and_vertical"})")
      .also_known_as({"RandomFlip", "Flip"})
      .geometry(random_flip);
}

}  // namespace augshard
