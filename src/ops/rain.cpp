#include <algorithm>
#include <cmath>

#include "base/exact_math.h"
#include "op/op.h"
#include "ops/kernels/coverage.h"
#include "ops/kernels/noise.h"

namespace augshard {
namespace {

struct Rain {
  Draw density = Draw::uniform(0.01, 0.05);
  Draw length_frac = Draw::uniform(0.03, 0.08);
  Draw width_frac = Draw::uniform(0.001, 0.003);
  Draw slant_deg = Draw::uniform(-15, 15);
  Draw opacity = Draw::uniform(0.3, 0.7);
  Draw light = Draw::uniform(0.8, 1);
  std::vector<double> color{0.8};
};

struct Streaks {
  double density = 0, length = 1, width = 1, slant = 0;
  std::uint64_t key = 0;
};

// As many streaks, their centres anywhere in the frame and half a streak around it, as give this density there.
Image cover_streaks(Size size, const Streaks& streaks) {
  Image coverage = no_coverage(size);
  const Point direction{exact::sin(streaks.slant), exact::cos(streaks.slant)};
  const double margin = streaks.length / 2;
  const double width = size.width + 2 * margin;
  const double height = size.height + 2 * margin;
  const auto count =
      static_cast<std::uint64_t>(std::nearbyint(streaks.density * width * height / (streaks.length * streaks.width)));
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto [x, y, longer, unused] = unit_numbers(streaks.key, i);
    cover_streak(coverage, {x * width - margin, y * height - margin}, direction, streaks.length * (0.75 + 0.5 * longer),
                 streaks.width, 1);
  }
  return coverage;
}

void rain(const Rain& params, Image& image, Draws& draws) {
  Streaks streaks;
  streaks.density = draws.number("density", params.density);
  streaks.length = std::max(1.0, draws.number("length_frac", params.length_frac) * image.height());
  streaks.width = std::max(0.25, draws.number("width_frac", params.width_frac) * image.height());
  streaks.slant = exact::radians(draws.number("slant_deg", params.slant_deg));
  const double opacity = draws.number("opacity", params.opacity);
  const double light = draws.number("light", params.light);
  streaks.key = draws.field_key("streaks");
  if (!image.empty()) blend(image, cover_streaks(image.size(), streaks), {params.color, opacity, light});
}

}  // namespace

OpInfo op_rain() {
  return OpBuilder<Rain>("rain", "Draws streaks of falling rain and dims what is behind.")
      .param("density", &Rain::density, Range{0, 0.5}, Unit::fraction,
             "Area of all streaks as a fraction of the image's, overlaps counted twice.")
      .param("length_frac", &Rain::length_frac, Range{0, 1}, Unit::fraction,
             "Mean length of a streak, as a fraction of the image's height; at least one pixel.")
      .param("width_frac", &Rain::width_frac, Range{0, 0.1}, Unit::fraction,
             "Width of a streak, as a fraction of the image's height; at least a quarter of a pixel.")
      .param("slant_deg", &Rain::slant_deg, Range{-90, 90}, Unit::degrees,
             "Angle from the vertical, counter-clockwise: positive moves the lower end to the right.")
      .param("opacity", &Rain::opacity, Range{0, 1}, Unit::fraction, "Share of the streaks' colour where they are.")
      .param("light", &Rain::light, Range{0, 1}, Unit::factor, "Factor of the image behind the rain.")
      .param("color", &Rain::color, Range{0, 1}, Unit::intensity,
             "Colour of the streaks, as a fraction of the range: one number, or one a channel.")
      .channels([](const Rain& params) { return channels_of_color(params.color); })
      .example(R"({"op": "rain", "density": [0.01, 0.05], "slant_deg": [-15, 15]})")
      .example(R"({"op": "rain", "density": 0.03, "opacity": 0.5, "color": [0.75, 0.8, 0.85]})")
      .also_known_as({"RandomRain", "Rain", "RainLayer"})
      .pixels(rain);
}

}  // namespace augshard
