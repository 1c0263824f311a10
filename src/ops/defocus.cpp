#include <algorithm>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/convolve.h"

namespace augshard {
namespace {

struct Defocus {
  Draw radius_px = Draw::uniform(1.5, 5);
};

// Area of the disc within the cell at (dx, dy), in strips.
double disc_area(double radius, int dx, int dy) {
  constexpr int kStrips = 32;
  double area = 0;
  for (int i = 0; i < kStrips; ++i) {
    const double y = dy - 0.5 + (i + 0.5) / kStrips;
    const double half = std::sqrt(std::max(0.0, radius * radius - y * y));
    area += std::max(0.0, std::min(dx + 0.5, half) - std::max(dx - 0.5, -half));
  }
  return area / kStrips;
}

void defocus(const Defocus& params, Image& image, Draws& draws) {
  const double radius = draws.number("radius_px", params.radius_px);
  if (radius <= 0.5 || image.empty()) return;  // the disc lies within its pixel
  const int reach = static_cast<int>(std::ceil(radius - 0.5));
  std::vector<double> quadrant;
  for (int dy = 0; dy <= reach; ++dy) {
    for (int dx = 0; dx <= reach; ++dx) quadrant.push_back(disc_area(radius, dx, dy));
  }
  convolve_fourfold(image, FourfoldKernel(reach, quadrant));
}

}  // namespace

OpInfo op_defocus() {
  return OpBuilder<Defocus>("defocus", "Blurs as a lens out of focus does: every point becomes a disc.")
      .param("radius_px", &Defocus::radius_px, Range{0, 50}, Unit::px,
             "Radius of the disc, whose edge is anti-aliased; up to 0.5 the image stays as it is.")
      .example(R"({"op": "defocus", "radius_px": [1.5, 5]})")
      .also_known_as({"Defocus", "DefocusBlur", "defocus_blur"})
      .pixels(defocus);
}

}  // namespace augshard
