#include "geometry/warp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>
#include <map>

#include "geometry/blend.h"
#include "geometry/border.h"
#include "geometry/fill_pixels.h"
#include "geometry/filter.h"
#include "geometry/kernels.h"
#include "geometry/nearest_pixel.h"
#include "geometry/positions.h"

namespace augshard {
namespace {

/// What every sampler needs: the source, its border, and the fills as pixels.
template <class T>
struct Source {
  const Image& image;
  Border border;
  std::size_t channels;
  std::vector<T> fill;
  std::vector<std::vector<T>> area_fills;

  Source(const Image& source, const TargetSampling& sampling)
      : image(source),
        border(sampling.source.border),
        channels(static_cast<std::size_t>(source.channels())),
        fill(fill_values<T>(sampling.source.fill, source.channels())) {
    for (const auto& area : sampling.areas) {
      area_fills.push_back(area.fill.empty() ? fill : fill_values<T>(area.fill, source.channels()));
    }
  }

  [[nodiscard]] const T* fill_of(std::int16_t place) const {
    return place < 0 ? fill.data() : area_fills[static_cast<std::size_t>(place)].data();
  }
  /// The pixel (x, y), folded at the border, or the fill.
  [[nodiscard]] const T* at(int x, int y) const {
    const int column = fold_index(x, image.width(), border);
    const int row = fold_index(y, image.height(), border);
    if (column < 0 || row < 0) return fill.data();
    return image.row<T>(row) + static_cast<std::size_t>(column) * channels;
  }
};

/// The positions of one output row as whole pixels, and the weights of each and its next neighbour
/// (Kernels::split_row).
struct PixelRow {
  std::vector<std::int32_t> x, y, weights_x, weights_y;
  explicit PixelRow(std::size_t count) : x(count), y(count), weights_x(count), weights_y(count) {}
  void split(const PositionRow& row) {
    const Kernels& kernel = kernels();
    kernel.split_row(x.data(), weights_x.data(), row.x.data(), x.size());
    kernel.split_row(y.data(), weights_y.data(), row.y.data(), y.size());
  }
  void take_nearest(const PositionRow& row) {
    kernels().whole_row(x.data(), row.x.data(), kSnap, x.size());
    kernels().whole_row(y.data(), row.y.data(), kSnap, y.size());
  }
};

/// Calls `sample(i, output pixel)` for each sampled pixel of the row and fills the others.
template <class T, class Sample>
void for_each_pixel(const Source<T>& source, const PositionRow& row, T* output, Sample&& sample) {
  const std::size_t count = row.x.size();
  if (!row.mixed) {
    for (std::size_t i = 0; i < count; ++i, output += source.channels) sample(i, output);
    return;
  }
  for (std::size_t i = 0; i < count; ++i, output += source.channels) {
    if (row.place[i] == PositionRow::kSampled) {
      sample(i, output);
    } else {
      std::copy_n(source.fill_of(row.place[i]), source.channels, output);
    }
  }
}

/// The same for a row of which most pixels lie inside a `window` of the source from its corner on: runs of these go to
/// `run(begin, end)`, the sampled rest to `edge(i, output pixel)`.
template <class T, class Run, class Edge>
void for_each_run(const Source<T>& source, const PositionRow& row, const PixelRow& pixels, Size window, T* output,
                  Run&& run, Edge&& edge) {
  const std::size_t count = row.x.size();
  const auto inside = [&](std::size_t i) {
    return pixels.x[i] >= 0 && pixels.x[i] < window.width && pixels.y[i] >= 0 && pixels.y[i] < window.height;
  };
  std::size_t sampled = row.mixed ? 0 : count;  // of the pixels i .. sampled-1 all are
  for (std::size_t i = 0; i < count;) {
    T* const pixel = output + i * source.channels;
    if (row.mixed && row.place[i] != PositionRow::kSampled) {
      std::copy_n(source.fill_of(row.place[i++]), source.channels, pixel);
    } else if (!inside(i)) {
      edge(i++, pixel);
    } else {
      sampled = std::max(sampled, i + 1);
      while (sampled < count && row.place[sampled] == PositionRow::kSampled) ++sampled;
      const std::size_t end =
          i + kernels().inside_run(pixels.x.data() + i, pixels.y.data() + i, window.width, window.height, sampled - i);
      run(i, end);
      i = end;
    }
  }
}

/// Copies one channel (kChannels 1) or any number of them (0) of the pixels begin .. end - 1.
template <std::size_t kChannels, class T>
void copy_nearest(const Source<T>& source, const PixelRow& pixels, std::size_t begin, std::size_t end, T* output) {
  const std::size_t channels = kChannels == 0 ? source.channels : kChannels;
  const auto width = static_cast<std::size_t>(source.image.width());
  const T* const data = source.image.template values<T>().data();
  // Pointers of their own: a byte that is written might be anything's, also a vector's.
  const std::int32_t* const x = pixels.x.data();
  const std::int32_t* const y = pixels.y.data();
  for (std::size_t i = begin; i < end; ++i) {
    const std::size_t place = static_cast<std::size_t>(y[i]) * width + static_cast<std::size_t>(x[i]);
    for (std::size_t c = 0; c < channels; ++c) output[i * channels + c] = data[place * channels + c];
  }
}

template <class T>
void sample_nearest(const Source<T>& source, const PositionRow& row, PixelRow& pixels, T* output) {
  pixels.take_nearest(row);
  for_each_run(
      source, row, pixels, source.image.size(), output,
      [&](std::size_t begin, std::size_t end) {
        if (source.channels == 1) return copy_nearest<1>(source, pixels, begin, end, output);
        copy_nearest<0>(source, pixels, begin, end, output);
      },
      [&](std::size_t i, T* pixel) { std::copy_n(source.at(pixels.x[i], pixels.y[i]), source.channels, pixel); });
}

/// blend() of the pixels begin .. end - 1, all inside.
template <std::size_t kChannels>
void blend_run(const Source<std::uint8_t>& source, const PixelRow& pixels, std::size_t begin, std::size_t end,
               std::uint8_t* output) {
  const std::size_t channels = kChannels == 0 ? source.channels : kChannels;
  const std::size_t stride = source.image.row_values();
  const std::uint8_t* const data = source.image.values<std::uint8_t>().data();
  for (std::size_t i = begin; i < end; ++i) {
    const std::uint8_t* p =
        data + static_cast<std::size_t>(pixels.y[i]) * stride + static_cast<std::size_t>(pixels.x[i]) * channels;
    for (std::size_t c = 0; c < channels; ++c) {
      output[i * channels + c] = blend(p[c], p[c + channels], p[c + stride], p[c + stride + channels],
                                       pixels.weights_x[i], pixels.weights_y[i]);
    }
  }
}

void blend_rgb_run(const Source<std::uint8_t>& source, const PixelRow& pixels, std::size_t begin, std::size_t end,
                   std::uint8_t* output) {
  kernels().linear_rgb_u8(output + 3 * begin, source.image.values<std::uint8_t>().data(),
                          static_cast<std::int32_t>(source.image.row_values()), pixels.x.data() + begin,
                          pixels.y.data() + begin, pixels.weights_x.data() + begin, pixels.weights_y.data() + begin,
                          end - begin);
}

void sample_linear_u8(const Source<std::uint8_t>& source, const PositionRow& row, PixelRow& pixels,
                      std::uint8_t* output) {
  pixels.split(row);
  constexpr std::size_t kOffsetLimit = std::size_t{1} << 31U;
  const bool rgb = source.channels == 3 && source.image.byte_count() < kOffsetLimit;
  // One column more than the two taps, since the kernel for RGB reads eight bytes where there are six.
  const Size window{source.image.height() - 1, source.image.width() - 2};
  for_each_run(
      source, row, pixels, window, output,
      [&](std::size_t begin, std::size_t end) {
        if (rgb) return blend_rgb_run(source, pixels, begin, end, output);
        if (source.channels == 1) return blend_run<1>(source, pixels, begin, end, output);
        blend_run<0>(source, pixels, begin, end, output);
      },
      [&](std::size_t i, std::uint8_t* pixel) {
        const std::int32_t x = pixels.x[i];
        const std::int32_t y = pixels.y[i];
        const std::uint8_t* p00 = source.at(x, y);
        const std::uint8_t* p01 = source.at(x + 1, y);
        const std::uint8_t* p10 = source.at(x, y + 1);
        const std::uint8_t* p11 = source.at(x + 1, y + 1);
        for (std::size_t c = 0; c < source.channels; ++c) {
          pixel[c] = blend(p00[c], p01[c], p10[c], p11[c], pixels.weights_x[i], pixels.weights_y[i]);
        }
      });
}

// --- any kernel, any type: sums in float, in a fixed order. ---

template <class T>
void sample_kernel(const Source<T>& source, const PositionRow& row, Interpolation interpolation, T* output) {
  const int width = source.image.width();
  const int height = source.image.height();
  for_each_pixel(source, row, output, [&](std::size_t i, T* pixel) {
    constexpr double kFarthest = 0x1p30;
    const Taps tx = taps_at(interpolation, std::clamp(row.x[i], -kFarthest, kFarthest));
    const Taps ty = taps_at(interpolation, std::clamp(row.y[i], -kFarthest, kFarthest));
    std::array<const T*, static_cast<std::size_t>(Taps::kMost * Taps::kMost)> taps{};
    const bool inside = tx.first >= 0 && ty.first >= 0 && tx.first + tx.count <= width && ty.first + ty.count <= height;
    for (int b = 0; b < ty.count; ++b) {
      for (int a = 0; a < tx.count; ++a) {
        const auto k = static_cast<std::size_t>(b * tx.count + a);
        taps[k] = inside ? source.image.template row<T>(ty.first + b) +
                               static_cast<std::size_t>(tx.first + a) * source.channels
                         : source.at(tx.first + a, ty.first + b);
      }
    }
    for (std::size_t c = 0; c < source.channels; ++c) {
      float sum = 0;
      for (int b = 0; b < ty.count; ++b) {
        float line = 0;
        for (int a = 0; a < tx.count; ++a) {
          line += tx.weights[static_cast<std::size_t>(a)] *
                  static_cast<float>(taps[static_cast<std::size_t>(b * tx.count + a)][c]);
        }
        sum += ty.weights[static_cast<std::size_t>(b)] * line;
      }
      pixel[c] = nearest_pixel<T>(sum);
    }
  });
}

/// Each label's 0/1 map linearly, then the largest: the label with the greatest sum of weights among the four pixels
/// around; of equals the one whose single weight is greatest, then the smallest label.
template <class T>
T vote(const std::array<T, 4>& labels, const std::array<double, 4>& weights) {
  T best = labels[0];
  double best_sum = -1;
  double best_single = -1;
  for (std::size_t k = 0; k < 4; ++k) {
    double sum = 0;
    double single = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      if (labels[j] != labels[k]) continue;
      sum += weights[j];
      single = std::max(single, weights[j]);
    }
    const bool wins =
        sum > best_sum || (sum == best_sum && (single > best_single || (single == best_single && labels[k] < best)));
    if (!wins) continue;
    best = labels[k];
    best_sum = sum;
    best_single = single;
  }
  return best;
}

template <class T>
void sample_label_linear(const Source<T>& source, const PositionRow& row, PixelRow& pixels, T* output) {
  pixels.split(row);
  for_each_pixel(source, row, output, [&](std::size_t i, T* pixel) {
    const std::int32_t x = pixels.x[i];
    const std::int32_t y = pixels.y[i];
    const double fx = static_cast<double>(pixels.weights_x[i] >> 16) / kOne;
    const double fy = static_cast<double>(pixels.weights_y[i] >> 16) / kOne;
    const std::array<const T*, 4> taps{source.at(x, y), source.at(x + 1, y), source.at(x, y + 1),
                                       source.at(x + 1, y + 1)};
    const std::array<double, 4> weights{(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
    for (std::size_t c = 0; c < source.channels; ++c) {
      pixel[c] = vote<T>({taps[0][c], taps[1][c], taps[2][c], taps[3][c]}, weights);
    }
  });
}

template <class T>
void sample_linear(const Source<T>& source, const PositionRow& row, PixelRow& pixels, T* output) {
  if constexpr (std::is_same_v<T, std::uint8_t>) {
    sample_linear_u8(source, row, pixels, output);
  } else {
    sample_kernel(source, row, Interpolation::linear, output);
  }
}

template <class T>
void sample_row(const Source<T>& source, Interpolation interpolation, const PositionRow& row, PixelRow& pixels,
                T* out) {
  switch (interpolation) {
    case Interpolation::nearest: return sample_nearest(source, row, pixels, out);
    case Interpolation::label_linear: return sample_label_linear(source, row, pixels, out);
    case Interpolation::cubic:
    case Interpolation::lanczos4: return sample_kernel(source, row, interpolation, out);
    case Interpolation::linear:
    case Interpolation::area: return sample_linear(source, row, pixels, out);
  }
}

/// Samples a row of an image's output at its positions.
using RowSampler = std::function<void(int y, const PositionRow&)>;

/// Source and output must outlive the sampler.
RowSampler row_sampler(const SampledImage& source, Image& output) {
  return visit_dtype(source.image.dtype(), [&](auto zero) -> RowSampler {
    using T = decltype(zero);
    return
        [pixels_of = Source<T>(source.image, source.sampling), interpolation = source.sampling.interpolation, &output,
         pixels = PixelRow(static_cast<std::size_t>(output.width()))](int y, const PositionRow& row) mutable {
          sample_row(pixels_of, interpolation, row, pixels, output.row<T>(y));
        };
  });
}

/// What positions depend on beside the chain.
std::vector<Border> area_borders(const TargetSampling& sampling) {
  std::vector<Border> borders;
  for (const auto& area : sampling.areas) borders.push_back(area.border);
  return borders;
}

}  // namespace

std::vector<Image> resample_warp(std::span<const SampledImage> sources, const Chain& chain) {
  const Size size = chain.output();
  std::vector<Image> outputs;
  for (const auto& [image, sampling] : sources) outputs.emplace_back(size, image.channels(), image.dtype());
  std::map<std::vector<Border>, std::vector<RowSampler>> groups;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    groups[area_borders(sources[i].sampling)].push_back(row_sampler(sources[i], outputs[i]));
  }
  PositionRow row(size.width);
  for (const auto& [borders, samplers] : groups) {
    RowTracer tracer(chain, borders);
    for (int y = 0; y < size.height; ++y) {
      tracer.trace(y, row);
      for (const RowSampler& sample : samplers) sample(y, row);
    }
  }
  return outputs;
}

}  // namespace augshard
