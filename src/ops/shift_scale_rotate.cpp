#include "op/op.h"
#include "ops/kernels/affine_step.h"

namespace augshard {
namespace {

struct ShiftScaleRotate {
  Draw shift_frac = Draw::uniform(-0.0625, 0.0625);
  Draw scale = Draw::uniform(0.9, 1.1);
  Draw angle_deg = Draw::uniform(-45, 45);
};

Expected<Step> shift_scale_rotate(const ShiftScaleRotate& params, const Scene& scene, Draws& draws) {
  AffineNumbers numbers;
  numbers.shift.x = draws.number("shift_frac_x", params.shift_frac) * scene.size.width;
  numbers.shift.y = draws.number("shift_frac_y", params.shift_frac) * scene.size.height;
  numbers.scale_x = numbers.scale_y = draws.number("scale", params.scale);
  numbers.angle_deg = draws.number("angle_deg", params.angle_deg);
  return affine_step(scene.size, numbers);
}

}  // namespace

OpInfo op_shift_scale_rotate() {
  return OpBuilder<ShiftScaleRotate>("shift_scale_rotate",
                                     "Scale and rotate about the centre, then shift: affine without its shears.")
      .param("shift_frac", &ShiftScaleRotate::shift_frac, Range{-1, 1}, Unit::fraction,
             "Shift right and down as fractions of width and height, drawn apart.")
      .param("scale", &ShiftScaleRotate::scale, Range{0.01, 100}, Unit::factor,
             "Linear factor; above 1 objects become larger.")
      .param("angle_deg", &ShiftScaleRotate::angle_deg, Range{-360, 360}, Unit::degrees, "Angle, counter-clockwise.")
      .example(R"({"op": "shift_scale_rotate", "shift_frac": [-0.1, 0.1], "angle_deg": [-20, 20]})")
      .also_known_as({"ShiftScaleRotate"})
      .geometry(shift_scale_rotate);
}

}  // namespace augshard
