#include <algorithm>
#include <array>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/convolve.h"
#include "ops/kernels/noise.h"
#include "ops/kernels/pixel.h"

namespace augshard {
namespace {

struct GlassBlur {
  IntDraw delta_px{Draw::uniform(1, 3)};
  Draw sigma = Draw::uniform(0.4, 1);
};

// Where a 16-bit random number leads from `position`: evenly over its neighbours up to `delta` away, within the image.
int moved(int position, std::uint32_t half, int delta, int size) {
  const int away = static_cast<int>(half * static_cast<std::uint32_t>(2 * delta + 1) >> 16) - delta;
  return reflect101(position + away, size);
}

void scatter(Image& image, std::uint64_t key, int delta) {
  const Image source = image.clone();
  const auto channels = static_cast<std::size_t>(image.channels());
  std::array<std::uint32_t, kNoiseRun> words;
  std::size_t pixel = 0;
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    T* to = image.values<T>().data();
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x, ++pixel, to += channels) {
        if (pixel % kNoiseRun == 0) noise_words(key, pixel / kNoiseBatch, words);
        const std::uint32_t word = words[pixel % kNoiseRun];
        const auto column = static_cast<std::size_t>(moved(x, word & 0xFFFFU, delta, image.width()));
        const T* const from = source.row<T>(moved(y, word >> 16, delta, image.height())) + column * channels;
        for (std::size_t c = 0; c < channels; ++c) to[c] = from[c];
      }
    }
  });
}

void glass_blur(const GlassBlur& params, Image& image, Draws& draws) {
  const int delta = static_cast<int>(draws.integer("delta_px", params.delta_px));
  const double sigma = draws.number("sigma", params.sigma);
  const std::uint64_t key = draws.field_key("field");
  if (image.empty()) return;
  if (delta > 0) scatter(image, key, delta);
  if (sigma > 0) convolve_separable(image, half_gaussian(sigma, static_cast<int>(std::ceil(4 * sigma))));
}

}  // namespace

OpInfo op_glass_blur() {
  return OpBuilder<GlassBlur>("glass_blur",
                              "Blurs as rough glass does: each pixel shows one nearby, then a Gaussian blur; masks, "
                              "boxes and keypoints stay.")
      .param("delta_px", &GlassBlur::delta_px, Range{0, 20}, Unit::px,
             "Farthest pixel that can show, along each axis; 0 scatters nothing.")
      .param("sigma", &GlassBlur::sigma, Range{0, 10}, Unit::px,
             "Standard deviation of the blur afterwards; 0 blurs nothing.")
      .example(R"({"op": "glass_blur", "delta_px": [1, 3], "sigma": [0.4, 1]})")
      .also_known_as({"GlassBlur", "FrostedGlass"})
      .pixels(glass_blur);
}

}  // namespace augshard
