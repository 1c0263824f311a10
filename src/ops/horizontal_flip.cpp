#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct HorizontalFlip {};

Expected<Step> horizontal_flip(const HorizontalFlip&, const Scene& scene, Draws&) {
  Step step = flip_step(scene.size, true, false);
  step.mirrors = true;
  return step;
}

}  // namespace

OpInfo op_horizontal_flip() {
  return OpBuilder<HorizontalFlip>("horizontal_flip", "Mirror left and right; an exact copy.")
      .example(R"({"op": "horizontal_flip", "p": 0.5})")
      .also_known_as({"HorizontalFlip", "RandomHorizontalFlip", "hflip", "fliplr", "RandFlipd"})
      .geometry(horizontal_flip);
}

}  // namespace augshard
