#include <array>

#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct Perspective {
  Draw corner_frac = Draw::uniform(0.05, 0.1);
  std::string canvas = "keep";
};

using Quad = std::array<Point, 4>;

Quad corners_of(Size size) {
  const double width = size.width;
  const double height = size.height;
  return {Point{0, 0}, Point{width, 0}, Point{width, height}, Point{0, height}};
}

Quad draw_quad(const Perspective& params, Size size, Draws& draws) {
  constexpr std::array<std::string_view, 4> kX{"x_top_left", "x_top_right", "x_bottom_right", "x_bottom_left"};
  constexpr std::array<std::string_view, 4> kY{"y_top_left", "y_top_right", "y_bottom_right", "y_bottom_left"};
  Quad quad = corners_of(size);
  for (std::size_t i = 0; i < 4; ++i) {
    const double dx = draws.number(kX[i], params.corner_frac) * size.width;
    const double dy = draws.number(kY[i], params.corner_frac) * size.height;
    quad[i].x += quad[i].x == 0 ? dx : -dx;
    quad[i].y += quad[i].y == 0 ? dy : -dy;
  }
  return quad;
}

Expected<Step> perspective(const Perspective& params, const Scene& scene, Draws& draws) {
  const Quad quad = draw_quad(params, scene.size, draws);
  const Quad frame = corners_of(scene.size);
  const auto map =
      params.canvas == "fit" ? Projective::quad_to_quad(quad, frame) : Projective::quad_to_quad(frame, quad);
  if (!map) return Error{"degenerate", "the four corners drawn lie on a line", "make corner_frac smaller"};
  Step step;
  step.output = scene.size;
  step.to_input = *map;
  return step;
}

}  // namespace

OpInfo op_perspective() {
  return OpBuilder<Perspective>("perspective",
                                "Move the four corners by random amounts, as if seen from another place.")
      .param("corner_frac", &Perspective::corner_frac, Range{-0.4, 0.4}, Unit::fraction,
             "Distance each corner moves inward, as fractions of width and height, drawn for each.")
      .param(
          "canvas", &Perspective::canvas, OneOf{{"keep", "fit"}},
          "keep: the quadrilateral drawn inside the image fills the frame; fit: the whole image stays in sight, with "
          "border around it.")
      .example(R"({"op": "perspective", "corner_frac": [0.05, 0.1]})")
      .also_known_as({"Perspective", "RandomPerspective"})
      .geometry(perspective);
}

}  // namespace augshard
