#include <algorithm>

#include "op/op.h"
#include "ops/kernels/coverage.h"
#include "ops/kernels/smooth_noise.h"

namespace augshard {
namespace {

struct Fog {
  Draw density = Draw::uniform(0.3, 0.6);
  Draw patchiness = Draw::uniform(0.2, 0.6);
  Draw size_frac = Draw::uniform(0.2, 0.5);
  std::vector<double> color{0.9};
};

constexpr int kOctaves = 4;

// Two deviations of the smooth noise make the whole difference between patches.
Image fog_cover(Size size, std::uint64_t key, double patch, double density, double patchiness) {
  Image coverage = smooth_noise(size, key, patch, kOctaves);
  const auto mean = static_cast<float>(density);
  const auto swing = static_cast<float>(density * patchiness);
  for (float& c : coverage.values<float>()) {
    c = std::clamp(mean + swing * std::clamp(0.5F * c, -1.0F, 1.0F), 0.0F, 1.0F);
  }
  return coverage;
}

void fog(const Fog& params, Image& image, Draws& draws) {
  const double density = draws.number("density", params.density);
  const double patchiness = draws.number("patchiness", params.patchiness);
  const double size = draws.number("size_frac", params.size_frac);
  const std::uint64_t key = draws.field_key("field");
  if (density == 0 || image.empty()) return;
  const double patch = std::max(1.0, size * std::max(image.width(), image.height()));
  blend(image, fog_cover(image.size(), key, patch, density, patchiness), {params.color});
}

}  // namespace

OpInfo op_fog() {
  return OpBuilder<Fog>("fog", "Lays fog over the image, denser in some places than in others.")
      .param("density", &Fog::density, Range{0, 1}, Unit::fraction, "Mean share of the fog's colour in the result.")
      .param("patchiness", &Fog::patchiness, Range{0, 1}, Unit::fraction,
             "How far the share varies: between 1 - this and 1 + this times the density.")
      .param("size_frac", &Fog::size_frac, Range{0.01, 2}, Unit::fraction,
             "Size of the largest patches, as a fraction of the longer side.")
      .param("color", &Fog::color, Range{0, 1}, Unit::intensity,
             "Colour of the fog, as a fraction of the range: one number, or one a channel.")
      .channels([](const Fog& params) { return channels_of_color(params.color); })
      .example(R"({"op": "fog", "density": [0.3, 0.6], "patchiness": [0.2, 0.6]})")
      .also_known_as({"RandomFog", "AtmosphericFog", "Fog", "Clouds", "CloudLayer"})
      .pixels(fog);
}

}  // namespace augshard
