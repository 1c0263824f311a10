#include "ops/kernels/convolve.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "base/exact_math.h"
#include "ops/kernels/pixel.h"

namespace augshard {
namespace {

// A copy of the image with a reflected margin.
template <class T>
struct Padded {
  std::vector<T> values;
  std::size_t row_values = 0;
  int margin = 0;
  int channels = 1;

  Padded(const Image& image, int around) : margin(around), channels(image.channels()) {
    row_values = static_cast<std::size_t>(image.width() + 2 * margin) * static_cast<std::size_t>(channels);
    values.resize(row_values * static_cast<std::size_t>(image.height() + 2 * margin));
    for (int y = -margin; y < image.height() + margin; ++y) {
      pad_row(image.row<T>(reflect101(y, image.height())), image.width(), row(y));
    }
  }

  // The value of channel 0 in column -margin of row y, -margin <= y.
  T* row(int y) { return values.data() + static_cast<std::size_t>(y + margin) * row_values; }
  // Where the row of positions (0 + dx, y + dy) starts.
  const T* shifted(int y, int dx, int dy) { return row(y + dy) + static_cast<std::ptrdiff_t>(margin + dx) * channels; }

  void pad_row(const T* from, int width, T* to) const {
    const auto copy = [&](int source, int target) {
      std::copy_n(from + static_cast<std::ptrdiff_t>(source) * channels, channels,
                  to + static_cast<std::ptrdiff_t>(target + margin) * channels);
    };
    std::copy_n(from, static_cast<std::ptrdiff_t>(width) * channels,
                to + static_cast<std::ptrdiff_t>(margin) * channels);
    for (int x = 1; x <= margin; ++x) {
      copy(reflect101(-x, width), -x);
      copy(reflect101(width - 1 + x, width), width - 1 + x);
    }
  }
};

// Sums grow in a small array of their own: near, and known to overlap nothing, so that the loops become vector code.
constexpr std::size_t kBlock = 256;

// Two kinds of numbers do the work. Other images than 8-bit ones: floats. 8-bit images: values in 1/128 and weights in
// 1/65536, both as 16-bit integers. Each product loses half a unit on average, which the start of a sum makes up for.
float product(float value, float weight) { return value * weight; }
std::uint16_t product(std::uint16_t value, std::uint16_t weight) {
  return static_cast<std::uint16_t>((std::uint32_t{value} * weight) >> 16);
}
float start_of_sum(float, std::size_t) { return 0; }
std::uint16_t start_of_sum(std::uint16_t, std::size_t terms) { return static_cast<std::uint16_t>(terms / 2); }

template <class T>
float widen(T value, float) {
  return static_cast<float>(value);
}
std::uint16_t widen(std::uint8_t value, std::uint16_t) { return static_cast<std::uint16_t>(value << 7); }

template <class T>
T narrow(float sum) {
  return to_pixel<T>(sum);
}
template <class T>
T narrow(std::uint16_t sum) {
  return static_cast<T>((sum + 64) >> 7);
}

// The two innermost loops stand apart: merged with the loop over the terms around them they are no longer vector code.
template <class V>
[[gnu::noinline]] void add_pair(const V* before, const V* after, V weight, std::size_t length, V* __restrict sum) {
  for (std::size_t i = 0; i < length; ++i) {
    sum[i] = static_cast<V>(sum[i] + product(static_cast<V>(before[i] + after[i]), weight));
  }
}
template <class T, class V>
[[gnu::noinline]] void add_one(const T* values, V weight, std::size_t length, V* __restrict sum) {
  for (std::size_t i = 0; i < length; ++i) {
    sum[i] = static_cast<V>(sum[i] + static_cast<V>(static_cast<V>(values[i]) * weight));
  }
}

// Calls write(i, sum) with half[0] * centre[i] + sum over k of half[k] * (before_k[i] + after_k[i]), neighbours(k)
// being the pair before_k, after_k.
template <class V, class Neighbours, class Write>
void symmetric_sums(const V* centre, Neighbours neighbours, std::span<const V> half, std::size_t count, Write write) {
  std::array<V, kBlock> sum;
  for (std::size_t first = 0; first < count; first += kBlock) {
    const std::size_t length = std::min(kBlock, count - first);
    const V start = start_of_sum(V{}, half.size());
    const V middle = half[0];
    for (std::size_t i = 0; i < length; ++i) sum[i] = static_cast<V>(start + product(centre[first + i], middle));
    for (std::size_t k = 1; k < half.size(); ++k) {
      const std::pair<const V*, const V*> rows = neighbours(static_cast<int>(k));
      add_pair(rows.first + first, rows.second + first, half[k], length, sum.data());
    }
    for (std::size_t i = 0; i < length; ++i) write(first + i, sum[i]);
  }
}

// Every row of the image convolved along x.
template <class T, class V>
std::vector<V> convolve_rows(const Image& image, std::span<const V> half) {
  const int radius = static_cast<int>(half.size()) - 1;
  const int channels = image.channels();
  const std::size_t count = image.row_values();
  std::vector<V> rows(image.value_count());
  std::vector<V> padded(count + 2 * static_cast<std::size_t>(radius * channels));
  V* const centre = padded.data() + static_cast<std::ptrdiff_t>(radius) * channels;
  for (int y = 0; y < image.height(); ++y) {
    const T* const from = image.row<T>(y);
    for (std::size_t i = 0; i < count; ++i) centre[i] = widen(from[i], V{});
    for (int x = 1; x <= radius; ++x) {
      const int right = image.width() - 1 + x;
      std::copy_n(centre + reflect101(-x, image.width()) * channels, channels, centre - x * channels);
      std::copy_n(centre + reflect101(right, image.width()) * channels, channels, centre + right * channels);
    }
    const auto neighbours = [&](int k) {
      return std::pair<const V*, const V*>{centre - k * channels, centre + k * channels};
    };
    V* const to = rows.data() + static_cast<std::size_t>(y) * count;
    symmetric_sums<V>(centre, neighbours, half, count, [to](std::size_t i, V sum) { to[i] = sum; });
  }
  return rows;
}

// Writes combine(value as it was, blurred value) everywhere.
template <class T, class V, class Combine>
void convolve(Image& image, std::span<const V> half, Combine combine) {
  const std::vector<V> rows = convolve_rows<T, V>(image, half);
  const std::size_t count = image.row_values();
  const auto row = [&](int y) { return rows.data() + static_cast<std::size_t>(reflect101(y, image.height())) * count; };
  for (int y = 0; y < image.height(); ++y) {
    const auto neighbours = [&](int k) { return std::pair<const V*, const V*>{row(y - k), row(y + k)}; };
    T* const to = image.row<T>(y);
    symmetric_sums<V>(row(y), neighbours, half, count,
                      [to, combine](std::size_t i, V sum) { to[i] = combine(to[i], sum); });
  }
}

// Beyond this many terms the rounding of the 16-bit products could show.
constexpr std::size_t kMostWholeTerms = 32;

// Weights in 1/65536 whose sum is exact: the middle takes what rounding leaves over. Empty where the middle has it all.
std::vector<std::uint16_t> whole_half(std::span<const float> half) {
  std::vector<std::uint16_t> whole(half.size());
  int middle = 65536;
  for (std::size_t k = 1; k < half.size(); ++k) {
    whole[k] = to_pixel<std::uint16_t>(half[k] * 65536.0F);
    middle -= 2 * whole[k];
  }
  if (middle == 65536) return {};
  whole[0] = static_cast<std::uint16_t>(middle);
  return whole;
}

// Weights in 1/256 whose sum is 256: rounded down, then the largest remainders one up (the earlier tap on a tie).
std::vector<std::uint16_t> whole_weights(std::span<const Tap> taps, double total) {
  std::vector<std::uint16_t> weights(taps.size());
  std::vector<double> remainders(taps.size());
  int left = 256;
  for (std::size_t i = 0; i < taps.size(); ++i) {
    const double exact = taps[i].weight / total * 256;
    weights[i] = static_cast<std::uint16_t>(exact);
    remainders[i] = exact - weights[i];
    left -= weights[i];
  }
  std::vector<std::size_t> order(taps.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; left > 0; ++i, --left) ++weights[order[i % order.size()]];
  return weights;
}

int margin_of(std::span<const Tap> taps) {
  int margin = 0;
  for (const Tap& tap : taps) margin = std::max({margin, std::abs(tap.dx), std::abs(tap.dy)});
  return margin;
}

// sum = start + the taps' products, then write(values of the row, sum, length), for each block of each row.
template <class T, class V, class Write>
void write_sums(Image& image, std::span<const Tap> taps, std::span<const V> weights, V start, Write write) {
  Padded<T> source(image, margin_of(taps));
  const std::size_t count = image.row_values();
  std::array<V, kBlock> sum;
  for (int y = 0; y < image.height(); ++y) {
    for (std::size_t first = 0; first < count; first += kBlock) {
      const std::size_t length = std::min(kBlock, count - first);
      sum.fill(start);
      for (std::size_t k = 0; k < taps.size(); ++k) {
        add_one(source.shifted(y, taps[k].dx, taps[k].dy) + first, weights[k], length, sum.data());
      }
      T* const to = image.row<T>(y) + first;
      for (std::size_t i = 0; i < length; ++i) to[i] = write(sum[i]);
    }
  }
}

void write_float_sums(Image& image, std::span<const Tap> taps, double divisor) {
  std::vector<float> weights;
  for (const Tap& tap : taps) weights.push_back(static_cast<float>(tap.weight / divisor));
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    write_sums<T, float>(image, taps, weights, 0, [](float sum) { return to_pixel<T>(sum); });
  });
}

// Rows at the same distance above and below are added first, so each weight is used once for its four cells.
template <class T>
void convolve_quadrants(Image& image, const FourfoldKernel& kernel) {
  const int radius = kernel.radius;
  const auto side = static_cast<std::size_t>(radius) + 1;
  const auto channels = static_cast<std::size_t>(image.channels());
  Padded<T> source(image, radius);
  const std::size_t wide = source.row_values;
  std::vector<float> pairs(side * wide);
  std::array<float, kBlock> sum;
  for (int y = 0; y < image.height(); ++y) {
    std::transform(source.row(y), source.row(y) + wide, pairs.data(), [](T v) { return static_cast<float>(v); });
    for (std::size_t dy = 1; dy < side; ++dy) {
      const int away = static_cast<int>(dy);
      std::transform(source.row(y - away), source.row(y - away) + wide, source.row(y + away), pairs.data() + dy * wide,
                     [](T above, T below) { return static_cast<float>(above) + static_cast<float>(below); });
    }
    for (std::size_t first = 0; first < image.row_values(); first += kBlock) {
      const std::size_t length = std::min(kBlock, image.row_values() - first);
      sum.fill(0);
      for (std::size_t cell = 0; cell < kernel.weights.size(); ++cell) {
        const float weight = kernel.weights[cell];
        if (weight == 0) continue;
        const std::size_t away = cell % side * channels;
        const float* const centre = pairs.data() + cell / side * wide + (side - 1) * channels + first;
        if (away == 0) {
          add_one(centre, weight, length, sum.data());
        } else {
          add_pair(centre - away, centre + away, weight, length, sum.data());
        }
      }
      T* const to = image.row<T>(y) + first;
      for (std::size_t i = 0; i < length; ++i) to[i] = to_pixel<T>(sum[i]);
    }
  }
}

}  // namespace

int reflect101(int position, int size) {
  if (size == 1) return 0;
  const int period = 2 * (size - 1);
  const int folded = ((position % period) + period) % period;
  return folded < size ? folded : period - folded;
}

std::vector<float> half_gaussian(double sigma, int radius) {
  std::vector<double> half(static_cast<std::size_t>(radius) + 1);
  double total = 0;
  for (std::size_t k = 0; k < half.size(); ++k) {
    const double distance = static_cast<double>(k) / sigma;
    half[k] = exact::exp(-0.5 * distance * distance);
    total += k == 0 ? half[k] : 2 * half[k];
  }
  std::vector<float> weights(half.size());
  for (std::size_t k = 0; k < half.size(); ++k) weights[k] = static_cast<float>(half[k] / total);
  return weights;
}

void convolve_separable(Image& image, std::span<const float> half) {
  if (image.dtype() == DType::uint8 && half.size() <= kMostWholeTerms) {
    const std::vector<std::uint16_t> whole = whole_half(half);
    if (whole.empty()) return;
    convolve<std::uint8_t, std::uint16_t>(image, whole,
                                          [](std::uint8_t, std::uint16_t sum) { return narrow<std::uint8_t>(sum); });
  } else {
    visit_pixel_type(image.dtype(),
                     [&]<class T>(T) { convolve<T, float>(image, half, [](T, float sum) { return narrow<T>(sum); }); });
  }
}

void average_taps(Image& image, std::span<const Tap> taps) {
  double total = 0;
  for (const Tap& tap : taps) total += tap.weight;
  if (image.dtype() == DType::uint8) {
    const std::vector<std::uint16_t> weights = whole_weights(taps, total);
    write_sums<std::uint8_t, std::uint16_t>(image, taps, weights, 128,
                                            [](std::uint16_t sum) { return static_cast<std::uint8_t>(sum >> 8); });
  } else {
    write_float_sums(image, taps, total);
  }
}

void sum_taps(Image& image, std::span<const Tap> taps) { write_float_sums(image, taps, 1); }

FourfoldKernel::FourfoldKernel(int reach, std::vector<double> quadrant) : radius(reach) {
  const auto side = static_cast<std::size_t>(radius) + 1;
  double total = 0;
  for (std::size_t i = 0; i < quadrant.size(); ++i) {
    total += quadrant[i] * (i % side == 0 ? 1 : 2) * (i / side == 0 ? 1 : 2);
  }
  for (const double weight : quadrant) weights.push_back(static_cast<float>(weight / total));
}

void convolve_fourfold(Image& image, const FourfoldKernel& kernel) {
  visit_pixel_type(image.dtype(), [&]<class T>(T) { convolve_quadrants<T>(image, kernel); });
}

void add_detail(Image& image, std::span<const float> half, double amount, double threshold) {
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const auto factor = static_cast<float>(amount);
    const auto dead = static_cast<float>(threshold * kRange<T>);
    convolve<T, float>(image, half, [factor, dead](T value, float blurred) {
      const float detail = static_cast<float>(value) - blurred;
      return to_pixel<T>(static_cast<float>(value) + factor * (detail - std::clamp(detail, -dead, dead)));
    });
  });
}

void add_contour(Image& image, double strength, Edges edges) {
  const int kept = edges == Edges::kept ? 1 : 0;
  if (image.width() <= 2 * kept || image.height() <= 2 * kept) return;
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    using Wide = std::conditional_t<std::is_floating_point_v<T>, float, std::int32_t>;
    Padded<T> source(image, 1);
    const std::size_t count = image.row_values();
    const auto scale = static_cast<float>(strength / 8);
    std::vector<Wide> columns(count + 2 * static_cast<std::size_t>(image.channels()));
    const auto across = static_cast<std::size_t>(image.channels());
    const std::size_t first = edges == Edges::kept ? across : 0;
    for (int y = kept; y < image.height() - kept; ++y) {
      const T* const above = source.shifted(y, -1, -1);
      const T* const here = source.shifted(y, -1, 0);
      const T* const below = source.shifted(y, -1, 1);
      Wide* const column = columns.data();
      for (std::size_t i = 0; i < columns.size(); ++i) column[i] = Wide{above[i]} + Wide{here[i]} + Wide{below[i]};
      const T* const centre = here + across;
      T* const to = image.row<T>(y);
      for (std::size_t i = first; i < count - first; ++i) {
        const Wide block = column[i] + column[i + across] + column[i + 2 * across];
        const auto contour = static_cast<float>(9 * Wide{centre[i]} - block);
        to[i] = to_pixel<T>(static_cast<float>(centre[i]) + scale * contour);
      }
    }
  });
}

}  // namespace augshard
