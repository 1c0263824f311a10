#include <algorithm>
#include <array>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/coverage.h"
#include "ops/kernels/smooth_noise.h"
#include "ops/kernels/statistics.h"

namespace augshard {
namespace {

struct Spatter {
  std::string mode = "rain";
  Draw cover = Draw::uniform(0.05, 0.2);
  Draw size_frac = Draw::uniform(0.02, 0.06);
  Draw opacity = Draw::uniform(0.5, 0.9);
};

// Clear water mirrors a pale sky; mud is dark brown.
constexpr std::array<double, 3> kRain{0.69, 0.93, 0.93};
constexpr std::array<double, 3> kMud{0.25, 0.16, 0.08};

std::vector<double> color_of(const std::string& mode, int channels) {
  const auto& rgb = mode == "rain" ? kRain : kMud;
  if (channels == 3) return {rgb.begin(), rgb.end()};
  return {kRedWeight * rgb[0] + kGreenWeight * rgb[1] + kBlueWeight * rgb[2]};
}

// The value that the share `cover` of the field lies above, from a histogram of bins 1/512 wide.
double threshold_of(const Image& field, double cover) {
  constexpr int kBins = 4096;
  std::vector<std::size_t> counts(kBins);
  for (const float v : field.values<float>()) {
    ++counts[static_cast<std::size_t>(std::clamp(512 * v + kBins / 2.0F, 0.0F, kBins - 1.0F))];
  }
  double above = cover * static_cast<double>(field.value_count());
  int bin = kBins;
  while (bin > 0 && above >= static_cast<double>(counts[static_cast<std::size_t>(bin - 1)])) {
    above -= static_cast<double>(counts[static_cast<std::size_t>(--bin)]);
  }
  const double part = bin > 0 ? above / static_cast<double>(counts[static_cast<std::size_t>(bin - 1)]) : 0;
  return (bin - part - kBins / 2.0) / 512;
}

// Blobs where the field is above the threshold. Their edges are about a pixel wide: the field's slope is about one
// deviation over a third of a patch.
void cut_blobs(Image& field, double threshold, double patch) {
  const auto steep = static_cast<float>(std::max(1.0, patch / 3));
  const auto middle = static_cast<float>(threshold);
  for (float& v : field.values<float>()) v = std::clamp((v - middle) * steep + 0.5F, 0.0F, 1.0F);
}

void spatter(const Spatter& params, Image& image, Draws& draws) {
  const double cover = draws.number("cover", params.cover);
  const double size = draws.number("size_frac", params.size_frac);
  const double opacity = draws.number("opacity", params.opacity);
  const std::uint64_t key = draws.field_key("field");
  if (cover == 0 || image.empty()) return;
  const double patch = std::max(2.0, size * std::max(image.width(), image.height()));
  Image coverage = smooth_noise(image.size(), key, patch, 2);
  cut_blobs(coverage, threshold_of(coverage, cover), patch);
  blend(image, coverage, {color_of(params.mode, image.channels()), opacity});
}

}  // namespace

OpInfo op_spatter() {
  return OpBuilder<Spatter>("spatter", "Spatters the lens with drops of rain or mud.")
      .param("mode", &Spatter::mode, OneOf{{"rain", "mud"}},
             "Colour of the drops: pale or brown, gray unless the image has three channels.")
      .param("cover", &Spatter::cover, Range{0, 1}, Unit::fraction, "Fraction of the image that drops cover.")
      .param("size_frac", &Spatter::size_frac, Range{0.001, 1}, Unit::fraction,
             "Size of the drops, as a fraction of the longer side; at least two pixels.")
      .param("opacity", &Spatter::opacity, Range{0, 1}, Unit::fraction, "Share of the colour in a drop.")
      .example(R"({"op": "spatter", "mode": "rain", "cover": [0.05, 0.2]})")
      .example(R"({"op": "spatter", "mode": "mud", "cover": 0.1, "opacity": 0.95})")
      .also_known_as({"Spatter"})
      .pixels(spatter);
}

}  // namespace augshard
