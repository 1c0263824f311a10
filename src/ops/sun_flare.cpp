#include <algorithm>

#include "op/op.h"
#include "ops/kernels/coverage.h"
#include "ops/kernels/noise.h"

namespace augshard {
namespace {

struct SunFlare {
  Draw x_frac = Draw::uniform(0, 1);
  Draw y_frac = Draw::uniform(0, 0.5);
  Draw radius_frac = Draw::uniform(0.3, 0.6);
  Draw intensity = Draw::uniform(0.5, 0.9);
  IntDraw ghosts{Draw::uniform(3, 8)};
  std::vector<double> color{1};
};

// Reflections within the lens: faint discs on the line from the sun through the middle of the image and beyond.
void cover_ghosts(Image& coverage, Point sun, double side, std::int64_t ghosts, std::uint64_t key) {
  const Point middle{coverage.width() / 2.0, coverage.height() / 2.0};
  for (std::int64_t i = 0; i < ghosts; ++i) {
    const auto [along, large, bright, unused] = unit_numbers(key, static_cast<std::uint64_t>(i));
    const double t = 0.4 + 2 * along;  // 1 is the middle, 2 the sun's mirror image
    const double radius = side * (0.01 + 0.05 * large);
    cover_disc(coverage, {sun.x + t * (middle.x - sun.x), sun.y + t * (middle.y - sun.y)}, radius, radius / 4,
               0.1 + 0.2 * bright);
  }
}

void sun_flare(const SunFlare& params, Image& image, Draws& draws) {
  const double x = draws.number("x_frac", params.x_frac);
  const double y = draws.number("y_frac", params.y_frac);
  const double radius = draws.number("radius_frac", params.radius_frac);
  const double intensity = draws.number("intensity", params.intensity);
  const std::int64_t ghosts = draws.integer("ghosts", params.ghosts);
  const std::uint64_t key = draws.field_key("ghost_shapes");
  if (intensity == 0 || image.empty()) return;
  const double side = std::max(image.width(), image.height());
  const Point sun{x * image.width(), y * image.height()};
  Image coverage = no_coverage(image.size());
  cover_glow(coverage, sun, radius * side, 1);
  cover_ghosts(coverage, sun, side, ghosts, key);
  blend(image, coverage, {params.color, intensity});
}

}  // namespace

OpInfo op_sun_flare() {
  return OpBuilder<SunFlare>("sun_flare", "Adds the glow of the sun and its reflections in the lens.")
      .param("x_frac", &SunFlare::x_frac, Range{-1, 2}, Unit::fraction, "Place of the sun, as a fraction of the width.")
      .param("y_frac", &SunFlare::y_frac, Range{-1, 2}, Unit::fraction,
             "Place of the sun, as a fraction of the height.")
      .param("radius_frac", &SunFlare::radius_frac, Range{0.001, 2}, Unit::fraction,
             "Radius of the glow, as a fraction of the longer side.")
      .param("intensity", &SunFlare::intensity, Range{0, 1}, Unit::fraction,
             "Share of the flare's colour at the sun; the reflections have 0.1 to 0.3 of it.")
      .param("ghosts", &SunFlare::ghosts, Range{0, 50}, Unit::count,
             "Number of reflections, discs on the line from the sun through the middle of the image.")
      .param("color", &SunFlare::color, Range{0, 1}, Unit::intensity,
             "Colour of the flare, as a fraction of the range: one number, or one a channel.")
      .channels([](const SunFlare& params) { return channels_of_color(params.color); })
      .example(R"({"op": "sun_flare", "x_frac": [0, 1], "y_frac": [0, 0.5], "intensity": [0.5, 0.9]})")
      .example(R"({"op": "sun_flare", "intensity": 0.7, "ghosts": 5, "color": [1, 0.95, 0.8]})")
      .also_known_as({"RandomSunFlare", "SunFlare", "LensFlare"})
      .pixels(sun_flare);
}

}  // namespace augshard
