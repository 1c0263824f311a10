#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/exact_math.h"
#include "op/op.h"
#include "ops/kernels/convolve.h"
#include "ops/kernels/coverage.h"
#include "ops/kernels/noise.h"

namespace augshard {
namespace {

struct Shadow {
  IntDraw shadows{Draw::uniform(1, 2)};
  Draw intensity = Draw::uniform(0.3, 0.6);
  Draw size_frac = Draw::uniform(0.3, 0.6);
  IntDraw corners{Draw::uniform(3, 6)};
  Draw softness_frac = Draw::uniform(0, 0.01);
  Draw top_frac = Draw::constant(0);
};

// Corners in the order of their angles about the centre, half to all of the radius away: never crossing itself.
std::vector<Point> star(Point centre, double radius, std::int64_t corners, std::uint64_t key) {
  std::vector<Point> points;
  for (std::int64_t i = 0; i < corners; ++i) {
    const auto [turn, far, unused, also_unused] = unit_numbers(key, static_cast<std::uint64_t>(i));
    const double angle = 2 * std::numbers::pi * (static_cast<double>(i) + 0.8 * turn) / static_cast<double>(corners);
    const double distance = radius * (0.5 + 0.5 * far);
    points.push_back({centre.x + distance * exact::cos(angle), centre.y + distance * exact::sin(angle)});
  }
  return points;
}

void shadow(const Shadow& params, Image& image, Draws& draws) {
  const std::int64_t shadows = draws.integer("shadows", params.shadows);
  const double intensity = draws.number("intensity", params.intensity);
  const double softness = draws.number("softness_frac", params.softness_frac);
  const double top = draws.number("top_frac", params.top_frac) * image.height();
  Image coverage = no_coverage(image.size());
  for (std::int64_t i = 0; i < shadows; ++i) {
    const double size = draws.number("size_frac", params.size_frac) * std::max(image.width(), image.height());
    const std::int64_t corners = draws.integer("corners", params.corners);
    const double x = draws.uniform("x", 0, image.width());
    const double y = draws.uniform("y", top, image.height());
    cover_polygon(coverage, star({x, y}, size / 2, corners, draws.field_key("outline")), 1);
  }
  if (image.empty()) return;
  const double sigma = softness * std::min(image.width(), image.height());
  if (sigma > 0) convolve_separable(coverage, half_gaussian(sigma, static_cast<int>(std::ceil(3 * sigma))));
  blend(image, coverage, {{0}, intensity});
}

}  // namespace

OpInfo op_shadow() {
  return OpBuilder<Shadow>("shadow", "Darkens polygons, as shadows do.")
      .param("shadows", &Shadow::shadows, Range{0, 20}, Unit::count,
             "Number of polygons; where they overlap it is no darker.")
      .param("intensity", &Shadow::intensity, Range{0, 1}, Unit::fraction, "Share of the light that they take away.")
      .param("size_frac", &Shadow::size_frac, Range{0, 2}, Unit::fraction,
             "Largest diameter of a polygon, as a fraction of the longer side.")
      .param("corners", &Shadow::corners, Range{3, 64}, Unit::count, "Corners of a polygon.")
      .param("softness_frac", &Shadow::softness_frac, Range{0, 0.1}, Unit::fraction,
             "Standard deviation of the blur of the edges, as a fraction of the shorter side.")
      .param("top_frac", &Shadow::top_frac, Range{0, 1}, Unit::fraction,
             "Centres of the polygons lie below this fraction of the height.")
      .example(R"({"op": "shadow", "shadows": [1, 2], "intensity": [0.3, 0.6]})")
      .example(R"({"op": "shadow", "intensity": 0.5, "top_frac": 0.5, "softness_frac": 0})")
      .also_known_as({"RandomShadow", "Shadow"})
      .pixels(shadow);
}

}  // namespace augshard
