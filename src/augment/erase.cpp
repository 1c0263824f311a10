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

/// Calls visit(y, begin, end) for every run of pixels of a row that is erased.
template <class Visit>
void for_each_run(const Erasure& erasure, Size size, Visit visit) {
  for (const Rect& rect : erasure.rects) {
    const Rect inside = clipped(rect, size);
    for (int y = inside.y; y < inside.y + inside.height; ++y) visit(y, inside.x, inside.x + inside.width);
  }
  for (int y = 0; y < erasure.area.height(); ++y) {
    const std::uint8_t* row = erasure.area.row<std::uint8_t>(y);
    const std::uint8_t* end = row + size.width;
    for (const std::uint8_t* at = row; at != end;) {
      const std::uint8_t* first = std::find_if(at, end, [](std::uint8_t v) { return v != 0; });
      at = std::find(first, end, std::uint8_t{0});
      if (first != at) visit(y, static_cast<int>(first - row), static_cast<int>(at - row));
    }
  }
}

template <class T>
void fill_runs(Image& image, const Erasure& erasure, const std::vector<T>& pixel) {
  for_each_run(erasure, image.size(), [&](int y, int begin, int end) {
    T* out = image.row<T>(y) + static_cast<std::size_t>(begin) * pixel.size();
    for (int x = begin; x < end; ++x, out += pixel.size()) std::copy(pixel.begin(), pixel.end(), out);
  });
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
void fill_noise(Image& image, const Erasure& erasure) {
  std::array<std::uint32_t, kNoiseBatch> words{};
  std::size_t batch = static_cast<std::size_t>(-1);
  const auto channels = static_cast<std::size_t>(image.channels());
  for_each_run(erasure, image.size(), [&](int y, int begin, int end) {
    const std::size_t row = static_cast<std::size_t>(y) * image.row_values();
    const std::size_t last = row + static_cast<std::size_t>(end) * channels;
    for (std::size_t i = row + static_cast<std::size_t>(begin) * channels; i < last; ++i) {
      if (i / kNoiseBatch != batch) noise_words(erasure.noise_key, batch = i / kNoiseBatch, words);
      image.values<T>()[i] = from_fraction<T>((words[i % kNoiseBatch] + 0.5) * 0x1p-32);
    }
  });
}

}  // namespace

void erase(Image& image, const Erasure& erasure) {
  if (image.empty() || (erasure.rects.empty() && erasure.area.empty())) return;
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    if (erasure.paint == Erasure::Paint::noise) return fill_noise<T>(image, erasure);
    std::vector<T> pixel;
    for (const double fraction : color_of(image, erasure)) pixel.push_back(from_fraction<T>(fraction));
    fill_runs(image, erasure, pixel);
  });
}

void erase(Image& mask, const Erasure& erasure, double label) {
  visit_dtype(mask.dtype(), [&]<class T>(T) {
    fill_runs(mask, erasure, std::vector<T>(static_cast<std::size_t>(mask.channels()), static_cast<T>(label)));
  });
}

}  // namespace augshard
