#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct D4 {};

Expected<Step> d4(const D4&, const Scene& scene, Draws& draws) {
  const auto element = static_cast<int>(draws.below("element", 8));
  Step step = quarter_turn_step(scene.size, element % 4);
  if (element >= 4) {
    step.to_input = step.to_input * flip_step(step.output, true, false).to_input;
    step.mirrors = true;
  }
  return step;
}

Shape d4_shape(const D4&, const Shape& in) {
  Shape out = in;
  if (in.size && in.size->height != in.size->width) out.size.reset();
  return out;
}

}  // namespace

OpInfo op_d4() {
  return OpBuilder<D4>("d4", "One of the eight symmetries of the square, each as likely; an exact copy.")
      .example(R"({"op": "d4"})")
      .also_known_as({"D4", "SquareSymmetry"})
      .shape(d4_shape)
      .geometry(d4);
}

}  // namespace augshard
