#include <algorithm>
#include <cmath>

#include "base/exact_math.h"
#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct Rotate {
  Draw angle_deg = Draw::uniform(-45, 45);
  std::string canvas = "keep";
};

// The largest upright rectangle inside a width x height rectangle turned by `degrees`: either two of its corners lie on
// the long sides (a narrow strip), or all four lie on the four sides.
Size largest_inside(Size in, double degrees) {
  const double s = std::fabs(exact::sin(exact::radians(degrees)));
  const double c = std::fabs(exact::cos(exact::radians(degrees)));
  const double longer = std::max(in.width, in.height);
  const double shorter = std::min(in.width, in.height);
  double width = 0;
  double height = 0;
  if (shorter <= 2 * s * c * longer || std::fabs(s - c) < 1e-10) {
    const double half = 0.5 * shorter;
    width = in.width >= in.height ? half / s : half / c;
    height = in.width >= in.height ? half / c : half / s;
  } else {
    const double cosine = c * c - s * s;
    width = (in.width * c - in.height * s) / cosine;
    height = (in.height * c - in.width * s) / cosine;
  }
  constexpr double kRounding = 1e-9;
  return {std::max(1, static_cast<int>(std::floor(height + kRounding))),
          std::max(1, static_cast<int>(std::floor(width + kRounding)))};
}

Expected<Step> rotate(const Rotate& params, const Scene& scene, Draws& draws) {
  const double angle = draws.number("angle_deg", params.angle_deg);
  const Size in = scene.size;
  const Projective turn = Projective::rotation(angle);
  const Point extent = extent_after(in, turn);
  if (params.canvas == "expand") {
    constexpr double kRounding = 1e-9;
    const Size out{static_cast<int>(std::ceil(extent.y - kRounding)),
                   static_cast<int>(std::ceil(extent.x - kRounding))};
    return centred_step(in, out, turn);
  }
  if (params.canvas == "crop_valid") return centred_step(in, largest_inside(in, angle), turn);
  if (params.canvas == "fit") {
    const double scale = std::min(in.width / extent.x, in.height / extent.y);
    return centred_step(in, in, Projective::scaling(scale, scale) * turn);
  }
  return centred_step(in, in, turn);
}

Shape rotated_shape(const Rotate& params, const Shape& in) {
  Shape out = in;
  if (params.canvas == "expand" || params.canvas == "crop_valid") out.size.reset();
  return out;
}

}  // namespace

OpInfo op_rotate() {
  return OpBuilder<Rotate>("rotate", "Rotate about the centre by a random angle.")
      .param("angle_deg", &Rotate::angle_deg, Range{-360, 360}, Unit::degrees, "Angle, counter-clockwise.")
      .param("canvas", &Rotate::canvas, OneOf{{"keep", "expand", "crop_valid", "fit"}},
             "Frame of the result: the same; grown to hold all; cut to the largest rectangle without border; the same, "
             "with the image shrunk to fit.")
      .example(R"({"op": "rotate", "angle_deg": [-30, 30]})")
      .also_known_as({"Rotate", "RandomRotation", "SafeRotate", "RandRotated", "RandomRotate"})
      .shape(rotated_shape)
      .geometry(rotate);
}

}  // namespace augshard
