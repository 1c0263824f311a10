#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct Rotate90 {
  IntDraw times{Draw::uniform(0, 3)};
};

Expected<Step> rotate90(const Rotate90& params, const Scene& scene, Draws& draws) {
  return quarter_turn_step(scene.size, static_cast<int>(draws.integer("times", params.times)));
}

Shape turned_shape(const Rotate90& params, const Shape& in) {
  Shape out = in;
  if (!in.size || in.size->height == in.size->width) return out;
  const auto* times = std::get_if<Draw::Constant>(&params.times.draw.distribution);
  if (times == nullptr) {
    out.size.reset();
  } else if (static_cast<int>(times->value) % 2 != 0) {
    out.size = Size{in.size->width, in.size->height};
  }
  return out;
}

}  // namespace

OpInfo op_rotate90() {
  return OpBuilder<Rotate90>("rotate90", "Turn by a random number of quarter turns; an exact copy.")
      .param("times", &Rotate90::times, Range{-3, 3}, Unit::count, "Quarter turns, counter-clockwise.")
      .example(R"({"op": "rotate90", "times": [0, 3]})")
      .also_known_as({"RandomRotate90", "Rot90", "RandRotate90d", "rot90"})
      .shape(turned_shape)
      .geometry(rotate90);
}

}  // namespace augshard
