#include "geometry/separable.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "geometry/axis.h"
#include "geometry/border.h"
#include "geometry/exact_copy.h"
#include "geometry/fill_pixels.h"
#include "geometry/filter.h"
#include "geometry/kernels.h"
#include "geometry/nearest_pixel.h"

namespace augshard {
namespace {

/// The filter of one output row or column: source indices with weights. Weights that fall outside a source with a
/// constant border are left out, so that the sum says how much of the pixel the source covers.
struct Filter {
  std::vector<int> indices;
  std::vector<float> weights;
  float covered = 0;
};

std::vector<Filter> make_filters(const Axis& axis, const TargetSampling& sampling) {
  const bool averages = sampling.antialias && axis.scale > 1;
  Interpolation kernel = sampling.interpolation;
  if (kernel == Interpolation::area && !averages) kernel = Interpolation::linear;
  const double stretch = averages ? axis.scale : 1;
  const double radius = kernel_radius(kernel) * stretch;
  std::vector<Filter> filters(axis.position.size());
  std::vector<double> weights;
  for (std::size_t i = 0; i < filters.size(); ++i) {
    if (axis.area[i] != Axis::kInside) continue;
    const double centre = axis.position[i];
    const auto first = static_cast<int>(std::floor(centre - radius - 0.5));
    const auto last = static_cast<int>(std::ceil(centre + radius + 0.5));
    weights.clear();
    for (int k = first; k <= last; ++k) {
      if (kernel == Interpolation::area) {
        // The exact share of the footprint that pixel k covers.
        const double left = std::max<double>(k, centre - radius);
        const double right = std::min<double>(k + 1, centre + radius);
        weights.push_back(std::max(0.0, right - left));
      } else {
        weights.push_back(kernel_value(kernel, (k + 0.5 - centre) / stretch));
      }
    }
    normalise(weights);
    if (averages && kernel != Interpolation::area) tilt_to_centre(weights, first + 0.5 - centre);
    Filter& filter = filters[i];
    double covered = 0;
    for (int k = first; k <= last; ++k) {
      const double weight = weights[static_cast<std::size_t>(k - first)];
      const int index = fold_index(k, axis.extent, sampling.source.border);
      if (weight == 0 || index < 0) continue;
      filter.indices.push_back(index);
      filter.weights.push_back(static_cast<float>(weight));
      covered += weight;
    }
    filter.covered = static_cast<float>(covered);
  }
  return filters;
}

void weighted_rows(float* sums, const std::vector<const std::uint8_t*>& rows, const Filter& filter, std::size_t count) {
  kernels().weighted_rows_u8(sums, rows.data(), filter.weights.data(), static_cast<int>(rows.size()), count);
}
void weighted_rows(float* sums, const std::vector<const std::uint16_t*>& rows, const Filter& filter,
                   std::size_t count) {
  kernels().weighted_rows_u16(sums, rows.data(), filter.weights.data(), static_cast<int>(rows.size()), count);
}
void weighted_rows(float* sums, const std::vector<const float*>& rows, const Filter& filter, std::size_t count) {
  kernels().weighted_rows_f32(sums, rows.data(), filter.weights.data(), static_cast<int>(rows.size()), count);
}

// Four floats at a time: GCC's and clang's vector extension, which the baseline instruction set has registers for.
using Float4 = float __attribute__((vector_size(16)));

Float4 load4(const float* data) {
  Float4 value;
  std::memcpy(&value, data, sizeof value);
  return value;
}

/// One output row from the vertically filtered row `sums` (with 4 floats of slack behind it).
template <class T>
void filter_columns(T* output, const float* sums, int channels, const std::vector<Filter>& columns, float row_covered,
                    const std::vector<float>& fill) {
  const auto step = static_cast<std::size_t>(channels);
  for (std::size_t i = 0; i < columns.size(); ++i, output += step) {
    const Filter& filter = columns[i];
    const float uncovered = 1 - filter.covered * row_covered;
    for (std::size_t c = 0; c < step; c += 4) {
      Float4 sum{};
      for (std::size_t k = 0; k < filter.indices.size(); ++k) {
        sum += filter.weights[k] * load4(sums + static_cast<std::size_t>(filter.indices[k]) * step + c);
      }
      for (std::size_t lane = 0; lane < std::min<std::size_t>(4, step - c); ++lane) {
        float value = sum[static_cast<int>(lane)];
        // Only where something is missing: 1 - covered of full coverage is rounding noise.
        if (uncovered > 1e-6F) value += uncovered * fill[c + lane];
        output[c + lane] = nearest_pixel<T>(value);
      }
    }
  }
}

/// The part of a source row that the columns read: its first value and the number of values.
std::pair<std::size_t, std::size_t> used_values(const std::vector<Filter>& columns, const Image& source) {
  int low = source.width();
  int high = -1;
  for (const Filter& filter : columns) {
    for (const int index : filter.indices) {
      low = std::min(low, index);
      high = std::max(high, index);
    }
  }
  if (high < low) return {0, 0};
  const auto channels = static_cast<std::size_t>(source.channels());
  return {static_cast<std::size_t>(low) * channels, static_cast<std::size_t>(high - low + 1) * channels};
}

template <class T>
Image filter_pixels(const Image& source, const Axis& x, const Axis& y, const TargetSampling& sampling) {
  const std::vector<Filter> columns = make_filters(x, sampling);
  const std::vector<Filter> rows = make_filters(y, sampling);
  const int channels = source.channels();
  const FillPixels fills(sampling, source);
  std::vector<float> fill(static_cast<std::size_t>(channels));
  for (std::size_t c = 0; c < fill.size(); ++c) {
    fill[c] = static_cast<float>(sampling.source.fill[std::min(c, sampling.source.fill.size() - 1)]);
  }
  Image output({static_cast<int>(rows.size()), static_cast<int>(columns.size())}, channels, source.dtype());
  constexpr std::size_t kSlack = 4;
  std::vector<float> sums(source.row_values() + kSlack);
  const auto [first, count] = used_values(columns, source);
  std::vector<const T*> taps;
  const std::size_t pixel = static_cast<std::size_t>(channels) * sizeof(T);
  for (std::size_t j = 0; j < rows.size(); ++j) {
    T* const out = output.row<T>(static_cast<int>(j));
    const bool sampled = y.area[j] == Axis::kInside;
    if (sampled) {
      taps.clear();
      for (const int index : rows[j].indices) taps.push_back(source.row<T>(index) + first);
      if (taps.empty()) {
        std::fill(sums.begin(), sums.end(), 0.0F);
      } else {
        weighted_rows(sums.data() + first, taps, rows[j], count);
      }
      filter_columns(out, sums.data(), channels, columns, rows[j].covered, fill);
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (sampled && x.area[i] == Axis::kInside) continue;
      std::memcpy(out + i * static_cast<std::size_t>(channels), fills.at(y.area[j], x.area[i]).data(), pixel);
    }
  }
  return output;
}

Image sample_axes(const Image& source, const Axis& x, const Axis& y, const TargetSampling& sampling) {
  const bool labels = sampling.interpolation == Interpolation::nearest;
  if (labels || source.dtype() == DType::int32 || (copies(x, sampling) && copies(y, sampling))) {
    return copy_pixels(source, x, y, sampling);
  }
  switch (source.dtype()) {
    case DType::uint8: return filter_pixels<std::uint8_t>(source, x, y, sampling);
    case DType::uint16: return filter_pixels<std::uint16_t>(source, x, y, sampling);
    default: return filter_pixels<float>(source, x, y, sampling);
  }
}

}  // namespace

Image resample_separable(const Image& source, const Chain& chain, const TargetSampling& sampling) {
  const Axis x = trace_axis(chain, sampling, Axis::Role::x);
  const Axis y = trace_axis(chain, sampling, Axis::Role::y);
  if (x.source_role == Axis::Role::x) return sample_axes(source, x, y, sampling);
  return sample_axes(transposed(source), x, y, sampling);
}

}  // namespace augshard
