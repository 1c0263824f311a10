#include <algorithm>

#include "op/op.h"
#include "ops/kernels/affine_step.h"

namespace augshard {
namespace {

struct Affine {
  Draw scale = Draw::uniform(0.9, 1.1);
  std::optional<Draw> scale_y;
  Draw translate_frac = Draw::uniform(-0.1, 0.1);
  std::optional<Draw> translate_y_frac;
  std::optional<Draw> translate_px;
  std::optional<Draw> translate_y_px;
  Draw angle_deg = Draw::uniform(-15, 15);
  Draw shear_x_deg = Draw::uniform(-5, 5);
  Draw shear_y_deg = Draw::constant(0);
  std::string canvas = "keep";
  bool balanced_scale = false;
};

// A uniform range around 1 holds more enlargement than reduction as factors go: balanced, both are as likely.
double draw_scale(const Affine& params, Draws& draws) {
  const auto* range = std::get_if<Draw::Uniform>(&params.scale.distribution);
  if (!params.balanced_scale || range == nullptr || range->low >= 1 || range->high <= 1) {
    return draws.number("scale", params.scale);
  }
  return draws.coin("enlarge", 0.5) ? draws.uniform("scale", 1, range->high) : draws.uniform("scale", range->low, 1);
}

// In y as in x unless it has a draw of its own.
Point draw_shift(const Affine& params, Size in, Draws& draws) {
  if (params.translate_px || params.translate_y_px) {
    const Draw across = params.translate_px.value_or(Draw::constant(0));
    const double x = draws.number("translate_px_x", across);
    return {x, draws.number("translate_px_y", params.translate_y_px.value_or(across))};
  }
  const double x = draws.number("translate_frac_x", params.translate_frac);
  const double y = draws.number("translate_frac_y", params.translate_y_frac.value_or(params.translate_frac));
  return {x * in.width, y * in.height};
}

Expected<Step> affine(const Affine& params, const Scene& scene, Draws& draws) {
  AffineNumbers numbers;
  numbers.scale_x = draw_scale(params, draws);
  numbers.scale_y = params.scale_y ? draws.number("scale_y", *params.scale_y) : numbers.scale_x;
  numbers.shift = draw_shift(params, scene.size, draws);
  numbers.angle_deg = draws.number("angle_deg", params.angle_deg);
  numbers.shear_x_deg = draws.number("shear_x_deg", params.shear_x_deg);
  numbers.shear_y_deg = draws.number("shear_y_deg", params.shear_y_deg);
  return affine_step(scene.size, numbers, params.canvas == "fit");
}

}  // namespace

OpInfo op_affine() {
  return OpBuilder<Affine>("affine", "Scale, shear, rotate about the centre, then shift, in one map.")
      .param("scale", &Affine::scale, Range{0.01, 100}, Unit::factor, "Linear factor; above 1 objects become larger.")
      .component(1)
      .param("scale_y", &Affine::scale_y, Range{0.01, 100}, Unit::factor, "Factor in y; not set: the same as scale.")
      .component(1)
      .param("translate_frac", &Affine::translate_frac, Range{-1, 1}, Unit::fraction,
             "Shift right and down as fractions of width and height, drawn apart.")
      .component(0)
      .param("translate_y_frac", &Affine::translate_y_frac, Range{-1, 1}, Unit::fraction,
             "Shift down as a fraction of the height; not set: drawn as translate_frac says.")
      .component(0)
      .param("translate_px", &Affine::translate_px, Range{-65536, 65536}, Unit::px,
             "Shift right and down in pixels, drawn apart; set, it takes the place of translate_frac.")
      .component(0)
      .param("translate_y_px", &Affine::translate_y_px, Range{-65536, 65536}, Unit::px,
             "Shift down in pixels; not set: drawn as translate_px says.")
      .component(0)
      .param("angle_deg", &Affine::angle_deg, Range{-360, 360}, Unit::degrees, "Angle, counter-clockwise.")
      .component(0)
      .param("shear_x_deg", &Affine::shear_x_deg, Range{-80, 80}, Unit::degrees,
             "Rows move right by the tangent of this angle times their distance below the centre.")
      .component(0)
      .param("shear_y_deg", &Affine::shear_y_deg, Range{-80, 80}, Unit::degrees,
             "Columns move down by the tangent of this angle times their distance right of the centre.")
      .component(0)
      .param("canvas", &Affine::canvas, OneOf{{"keep", "fit"}},
             "Frame of the result: the same; the same, with the image shrunk to fit before the shift.")
      .param("balanced_scale", &Affine::balanced_scale, "Enlarge and reduce with the same probability.")
      .rule(
          [](const Affine& p) {
            const auto [low_x, high_x] = p.shear_x_deg.bounds();
            const auto [low_y, high_y] = p.shear_y_deg.bounds();
            const double most = std::max({-low_x, high_x, 0.0}) + std::max({-low_y, high_y, 0.0});
            return most < 90;
          },
          "shear_x_deg and shear_y_deg together must stay below 90 degrees, or the image collapses to a line")
      .example(R"({"op": "affine", "scale": [0.8, 1.25], "angle_deg": [-15, 15]})")
      .also_known_as({"Affine", "RandomAffine", "RandomTranslation", "RandomShear", "RandAffined"})
      .geometry(affine);
}

}  // namespace augshard
