#include <algorithm>
#include <array>

#include "op/op.h"
#include "ops/kernels/gray_plane.h"
#include "ops/kernels/noise.h"
#include "ops/kernels/pixel.h"

namespace augshard {
namespace {

struct IsoNoise {
  Draw intensity = Draw::uniform(0.02, 0.1);
  Draw color = Draw::uniform(0.01, 0.05);
};

struct Grain {
  std::uint64_t gray_key = 0, color_key = 0;
  float intensity = 0, color = 0;  ///< in units of the image
};

// v + intensity (1 - gray) z + color (z_c - mean of the pixel's z_c), z and z_c normal numbers.
template <class T>
void add_grain(Image& image, const Image& gray, const Grain& grain) {
  const auto channels = static_cast<std::size_t>(image.channels());
  std::array<float, kNoiseRun> shared;
  std::vector<float> own(kNoiseRun * channels);
  for (std::size_t first = 0; first < gray.value_count(); first += kNoiseRun) {
    const std::size_t count = std::min(kNoiseRun, gray.value_count() - first);
    normal_numbers(grain.gray_key, first, shared);
    for (std::size_t i = 0; i < own.size(); i += kNoiseRun) {
      normal_numbers(grain.color_key, first * channels + i, {&own[i], kNoiseRun});
    }
    T* to = image.values<T>().data() + first * channels;
    for (std::size_t i = 0; i < count; ++i) {
      const float* const z = &own[i * channels];
      float sum = 0;
      for (std::size_t c = 0; c < channels; ++c) sum += z[c];
      const float mean = sum / static_cast<float>(channels);
      const float common = grain.intensity * (1 - gray.values<float>()[first + i]) * shared[i];
      for (std::size_t c = 0; c < channels; ++c, ++to) {
        *to = to_pixel<T>(static_cast<float>(*to) + (common + grain.color * (z[c] - mean)));
      }
    }
  }
}

void iso_noise(const IsoNoise& params, Image& image, Draws& draws) {
  const double intensity = draws.number("intensity", params.intensity);
  const double color = draws.number("color", params.color);
  const std::uint64_t gray_key = draws.field_key("gray_noise");
  const std::uint64_t color_key = draws.field_key("color_noise");
  if ((intensity == 0 && color == 0) || image.empty()) return;
  const Image gray = gray_plane(image);
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    add_grain<T>(
        image, gray,
        {gray_key, color_key, static_cast<float>(intensity * kRange<T>), static_cast<float>(color * kRange<T>)});
  });
}

}  // namespace

OpInfo op_iso_noise() {
  return OpBuilder<IsoNoise>("iso_noise",
                             "Adds a sensor's noise at high sensitivity: grain, most of it in the dark, and "
                             "noise of colour.")
      .param("intensity", &IsoNoise::intensity, Range{0, 1}, Unit::intensity,
             "Standard deviation of the grain in black; it falls to 0 in white, and is the same in all channels.")
      .param("color", &IsoNoise::color, Range{0, 1}, Unit::intensity,
             "Standard deviation of the noise of each channel against the mean of all; gray images have none.")
      .example(R"({"op": "iso_noise", "intensity": [0.02, 0.1], "color": [0.01, 0.05]})")
      .also_known_as({"ISONoise"})
      .pixels(iso_noise);
}

}  // namespace augshard
