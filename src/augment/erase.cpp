#include "augment/erase.h"

#include <algorithm>
#include <array>

#include "ops/kernels/noise.h"
#include "ops/kernels/pixel.h"
#include "ops/kernels/statistics.h"

namespace augshard {
namespace {

Rect clipped(const Rect& rect, Size size) {
  const int x0 = std::clamp(rect.x, 0, size.width);
  const int y0 = std::clamp(rect.y, 0, size.height);
  const int x1 = std::clamp(rect.x + rect.width, x0, size.width);
  const int y1 = std::clamp(rect.y + rect.height, y0, size.height);
  return {x0, y0, x1 - x0, y1 - y0};
}

template <class T>
void fill_rects(Image& image, const std::vector<Rect>& rects, const std::vector<T>& pixel) {
  for (const Rect& rect : rects) {
    const Rect inside = clipped(rect, image.size());
    for (int y = inside.y; y < inside.y + inside.height; ++y) {
      T* out = image.row<T>(y) + static_cast<std::size_t>(inside.x) * pixel.size();
      for (int x = 0; x < inside.width; ++x, out += pixel.size()) std::copy(pixel.begin(), pixel.end(), out);
    }
  }
}

// One number a channel, as fractions of the range.
std::vector<double> color_of(const Image& image, const Erasure& erasure) {
  const auto channels = static_cast<std::size_t>(image.channels());
  if (erasure.paint == Erasure::Paint::mean) {
    std::vector<double> mean = channel_sums(image);
    const double pixels = static_cast<double>(image.height()) * image.width() * range_of(image.dtype());
    for (double& sum : mean) sum /= pixels;
    return mean;
  }
  std::vector<double> color(channels);
  for (std::size_t c = 0; c < channels; ++c) color[c] = erasure.fill[std::min(c, erasure.fill.size() - 1)];
  return color;
}

// The noise of a value is a word of the field at its index in the image.
template <class T>
void fill_noise(Image& image, const std::vector<Rect>& rects, std::uint64_t key) {
  std::array<std::uint32_t, kNoiseBatch> words{};
  std::size_t batch = static_cast<std::size_t>(-1);
  for (const Rect& rect : rects) {
    const Rect inside = clipped(rect, image.size());
    for (int y = inside.y; y < inside.y + inside.height; ++y) {
      const std::size_t row = static_cast<std::size_t>(y) * image.row_values();
      const auto channels = static_cast<std::size_t>(image.channels());
      const std::size_t first = row + static_cast<std::size_t>(inside.x) * channels;
      for (std::size_t i = first; i < first + static_cast<std::size_t>(inside.width) * channels; ++i) {
        if (i / kNoiseBatch != batch) noise_words(key, batch = i / kNoiseBatch, words);
        image.values<T>()[i] = from_fraction<T>((words[i % kNoiseBatch] + 0.5) * 0x1p-32);
      }
    }
  }
}

}  // namespace

void erase(Image& image, const Erasure& erasure) {
  if (image.empty() || erasure.rects.empty()) return;
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    if (erasure.paint == Erasure::Paint::noise) return fill_noise<T>(image, erasure.rects, erasure.noise_key);
    std::vector<T> pixel;
    for (const double fraction : color_of(image, erasure)) pixel.push_back(from_fraction<T>(fraction));
    fill_rects(image, erasure.rects, pixel);
  });
}

void erase(Image& mask, const std::vector<Rect>& rects, double label) {
  visit_dtype(mask.dtype(), [&]<class T>(T) {
    fill_rects(mask, rects, std::vector<T>(static_cast<std::size_t>(mask.channels()), static_cast<T>(label)));
  });
}

}  // namespace augshard
