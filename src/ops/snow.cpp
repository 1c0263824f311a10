#include <algorithm>
#include <cmath>
#include <numbers>

#include "op/op.h"
#include "ops/kernels/coverage.h"
#include "ops/kernels/gray_plane.h"
#include "ops/kernels/noise.h"

namespace augshard {
namespace {

struct Snow {
  Draw density = Draw::uniform(0.01, 0.04);
  Draw size_frac = Draw::uniform(0.004, 0.012);
  Draw opacity = Draw::uniform(0.7, 0.95);
  Draw whitening = Draw::uniform(0.1, 0.4);
};

// Settled snow: bright ground turns white, dark ground stays.
Image settled(const Image& image, double whitening) {
  if (whitening == 0) return no_coverage(image.size());
  Image coverage = gray_plane(image);
  const auto share = static_cast<float>(whitening);
  for (float& c : coverage.values<float>()) c *= share;
  return coverage;
}

// Flakes of half to all of the radius; the mean square of that is 7/12.
void cover_flakes(Image& coverage, double density, double radius, double opacity, std::uint64_t key) {
  const double width = coverage.width() + 2 * radius;
  const double height = coverage.height() + 2 * radius;
  const double area = std::numbers::pi * radius * radius * 7 / 12;
  const auto count = static_cast<std::uint64_t>(std::nearbyint(density * width * height / area));
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto [x, y, larger, unused] = unit_numbers(key, i);
    const double own = radius * (0.5 + 0.5 * larger);
    cover_disc(coverage, {x * width - radius, y * height - radius}, own, own / 2, opacity);
  }
}

void snow(const Snow& params, Image& image, Draws& draws) {
  const double density = draws.number("density", params.density);
  const double size = draws.number("size_frac", params.size_frac);
  const double opacity = draws.number("opacity", params.opacity);
  const double whitening = draws.number("whitening", params.whitening);
  const std::uint64_t key = draws.field_key("flakes");
  if (image.empty()) return;
  Image coverage = settled(image, whitening);
  const double radius = std::max(1.0, size * std::min(image.width(), image.height()) / 2);
  cover_flakes(coverage, density, radius, opacity, key);
  blend(image, coverage, {{1}});
}

}  // namespace

OpInfo op_snow() {
  return OpBuilder<Snow>("snow", "Draws falling flakes of snow and whitens what is bright.")
      .param("density", &Snow::density, Range{0, 0.5}, Unit::fraction,
             "Area of all flakes as a fraction of the image's, overlaps counted twice.")
      .param("size_frac", &Snow::size_frac, Range{0, 0.5}, Unit::fraction,
             "Diameter of the largest flakes, as a fraction of the shorter side; at least two pixels.")
      .param("opacity", &Snow::opacity, Range{0, 1}, Unit::fraction, "Share of white in a flake.")
      .param("whitening", &Snow::whitening, Range{0, 1}, Unit::fraction,
             "Share of white that settles on a white pixel; darker ones get less in proportion to their gray value.")
      .example(R"({"op": "snow", "density": [0.01, 0.04], "whitening": [0.1, 0.4]})")
      .also_known_as({"RandomSnow", "Snow", "Snowflakes", "SnowflakesLayer", "FastSnowyLandscape"})
      .pixels(snow);
}

}  // namespace augshard
