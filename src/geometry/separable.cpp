#include "geometry/separable.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "geometry/border.h"
#include "geometry/filter.h"
#include "geometry/kernels.h"

namespace augshard {
namespace {

// Marks an output row or column that a stage's new area covers; `place` is the stage's index.
constexpr int kInside = std::numeric_limits<int>::max();

enum class Role { x, y };

/// Where each row (or column) of the output comes from along one axis of the source.
struct Axis {
  Role source_role = Role::x;
  int extent = 0;                ///< of the source along that axis
  double scale = 1;              ///< source pixels an output pixel
  std::vector<double> position;  ///< edge coordinates in the source; unused where area != kInside
  std::vector<int> area;         ///< stage whose new area this is, or kInside
};

int extent_of(Size size, Role role) { return role == Role::x ? size.width : size.height; }

Axis trace_axis(const Chain& chain, const TargetSampling& sampling, Role output_role) {
  const int count = extent_of(chain.output(), output_role);
  Axis axis;
  axis.position.resize(static_cast<std::size_t>(count));
  axis.area.assign(static_cast<std::size_t>(count), kInside);
  for (int i = 0; i < count; ++i) axis.position[static_cast<std::size_t>(i)] = i + 0.5;

  Role role = output_role;
  for (std::size_t s = 0; s < chain.stages().size(); ++s) {
    const Chain::Stage& stage = chain.stages()[s];
    const auto& m = stage.to_input.m;
    const bool swaps = m[0] == 0 && m[4] == 0;
    if (swaps) role = role == Role::x ? Role::y : Role::x;
    const double factor = role == Role::x ? m[swaps ? 1 : 0] : m[swaps ? 3 : 4];
    const double shift = role == Role::x ? m[2] : m[5];
    axis.scale *= std::fabs(factor);
    for (std::size_t i = 0; i < axis.position.size(); ++i) {
      if (axis.area[i] != kInside) continue;
      double& position = axis.position[i];
      position = factor * position + shift;
      if (!stage.area) continue;
      const int extent = extent_of(stage.area->frame, role);
      const double snapped = position + kSnap;
      if (snapped >= 0 && snapped < extent) continue;
      const Border border = sampling.areas[s].border;
      if (border == Border::constant) {
        axis.area[i] = static_cast<int>(s);
      } else {
        position = fold_position(position, extent, border);
      }
    }
  }
  axis.source_role = role;
  axis.extent = extent_of(chain.source(), role);
  return axis;
}

int nearest_index(double position) { return static_cast<int>(std::floor(position + kSnap)); }

/// True when sampling is copying: no averaging, and every position on a pixel centre.
bool copies(const Axis& axis, const TargetSampling& sampling) {
  if (sampling.antialias && axis.scale > 1 + kSnap) return false;
  for (std::size_t i = 0; i < axis.position.size(); ++i) {
    if (axis.area[i] != kInside) continue;
    const double offset = axis.position[i] - std::floor(axis.position[i]) - 0.5;
    if (std::fabs(offset) > kSnap) return false;
  }
  return true;
}

std::vector<int> nearest_indices(const Axis& axis, Border border) {
  std::vector<int> indices(axis.position.size(), -1);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    if (axis.area[i] == kInside) indices[i] = fold_index(nearest_index(axis.position[i]), axis.extent, border);
  }
  return indices;
}

/// Pixel values as bytes, ready to be copied.
std::vector<std::byte> pixel_bytes(const std::vector<double>& fill, const Image& like) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(like.channels()) * size_of(like.dtype()));
  visit_dtype(like.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (std::size_t c = 0; c < static_cast<std::size_t>(like.channels()); ++c) {
      const T value = static_cast<T>(fill[std::min(c, fill.size() - 1)]);
      std::memcpy(bytes.data() + c * sizeof(T), &value, sizeof(T));
    }
  });
  return bytes;
}

/// The fills of a chain: the source's, then one a stage.
class FillPixels {
 public:
  FillPixels(const TargetSampling& sampling, const Image& like) : source_(pixel_bytes(sampling.source.fill, like)) {
    for (const auto& area : sampling.areas) {
      areas_.push_back(area.fill.empty() ? source_ : pixel_bytes(area.fill, like));
    }
  }
  /// `row` and `column`: areas, kInside for the source's own outside. The stage nearer the output wins.
  [[nodiscard]] const std::vector<std::byte>& at(int row, int column) const {
    const int area = std::min(row, column);
    return area == kInside ? source_ : areas_[static_cast<std::size_t>(area)];
  }

 private:
  std::vector<std::byte> source_;
  std::vector<std::vector<std::byte>> areas_;
};

template <std::size_t kBytes>
void gather_row(std::byte* output, const std::byte* row, const std::vector<int>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] >= 0) std::memcpy(output + i * kBytes, row + static_cast<std::size_t>(columns[i]) * kBytes, kBytes);
  }
}

void gather_row(std::byte* output, const std::byte* row, const std::vector<int>& columns, std::size_t pixel) {
  switch (pixel) {
    case 1: return gather_row<1>(output, row, columns);
    case 2: return gather_row<2>(output, row, columns);
    case 3: return gather_row<3>(output, row, columns);
    case 4: return gather_row<4>(output, row, columns);
    case 6: return gather_row<6>(output, row, columns);
    case 8: return gather_row<8>(output, row, columns);
    case 12: return gather_row<12>(output, row, columns);
    default: break;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] >= 0) std::memcpy(output + i * pixel, row + static_cast<std::size_t>(columns[i]) * pixel, pixel);
  }
}

bool is_run(const std::vector<int>& indices) {
  for (std::size_t i = 0; i < indices.size(); ++i) {
    if (indices[i] < 0 || indices[i] != indices[0] + static_cast<int>(i)) return false;
  }
  return true;
}

/// Exact copies: every output pixel is one source pixel or a fill.
Image copy_pixels(const Image& source, const Axis& x, const Axis& y, const TargetSampling& sampling) {
  const Border border = sampling.source.border;
  const std::vector<int> columns = nearest_indices(x, border);
  const std::vector<int> rows = nearest_indices(y, border);
  const bool contiguous = is_run(columns);
  const bool filled = std::find(columns.begin(), columns.end(), -1) != columns.end();
  const FillPixels fills(sampling, source);
  Image output({static_cast<int>(rows.size()), static_cast<int>(columns.size())}, source.channels(), source.dtype());
  const std::size_t pixel = static_cast<std::size_t>(source.channels()) * size_of(source.dtype());
  const std::size_t source_stride = pixel * static_cast<std::size_t>(source.width());
  const std::size_t output_stride = pixel * columns.size();
  for (std::size_t j = 0; j < rows.size(); ++j) {
    std::byte* const out = output.bytes().data() + j * output_stride;
    if (rows[j] < 0 || filled) {
      for (std::size_t i = 0; i < columns.size(); ++i) {
        if (rows[j] < 0 || columns[i] < 0) std::memcpy(out + i * pixel, fills.at(y.area[j], x.area[i]).data(), pixel);
      }
    }
    if (rows[j] < 0) continue;
    const std::byte* const row = source.bytes().data() + static_cast<std::size_t>(rows[j]) * source_stride;
    if (contiguous) {
      std::memcpy(out, row + static_cast<std::size_t>(columns[0]) * pixel, output_stride);
    } else {
      gather_row(out, row, columns, pixel);
    }
  }
  return output;
}

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
    if (axis.area[i] != kInside) continue;
    const double centre = axis.position[i];
    const auto first = static_cast<int>(std::floor(centre - radius - 0.5));
    const auto last = static_cast<int>(std::ceil(centre + radius + 0.5));
    weights.clear();
    double sum = 0;
    for (int k = first; k <= last; ++k) {
      double weight = 0;
      if (kernel == Interpolation::area) {
        // The exact share of the footprint that pixel k covers.
        const double left = std::max<double>(k, centre - radius);
        const double right = std::min<double>(k + 1, centre + radius);
        weight = std::max(0.0, right - left);
      } else {
        weight = kernel_value(kernel, (k + 0.5 - centre) / stretch);
      }
      weights.push_back(weight);
      sum += weight;
    }
    Filter& filter = filters[i];
    double covered = 0;
    for (int k = first; k <= last; ++k) {
      const double weight = weights[static_cast<std::size_t>(k - first)] / sum;
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

template <class T>
T to_pixel(float value) {
  if constexpr (std::is_floating_point_v<T>) {
    return value;
  } else {
    constexpr auto kMost = static_cast<float>(std::numeric_limits<T>::max());
    const float clamped = std::min(std::max(value, 0.0F), kMost);
    return static_cast<T>(static_cast<int>(clamped + 0.5F));
  }
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
        output[c + lane] = to_pixel<T>(value);
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
    const bool sampled = y.area[j] == kInside;
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
      if (sampled && x.area[i] == kInside) continue;
      std::memcpy(out + i * static_cast<std::size_t>(channels), fills.at(y.area[j], x.area[i]).data(), pixel);
    }
  }
  return output;
}

template <std::size_t kBytes>
void transpose_pixels(const std::byte* from, std::byte* to, std::size_t rows, std::size_t columns, std::size_t pixel) {
  const std::size_t bytes = kBytes == 0 ? pixel : kBytes;
  // Tiles, so that both sides stay in the cache.
  constexpr std::size_t kTile = 32;
  for (std::size_t j0 = 0; j0 < rows; j0 += kTile) {
    for (std::size_t i0 = 0; i0 < columns; i0 += kTile) {
      for (std::size_t j = j0; j < std::min(j0 + kTile, rows); ++j) {
        for (std::size_t i = i0; i < std::min(i0 + kTile, columns); ++i) {
          std::memcpy(to + (i * rows + j) * bytes, from + (j * columns + i) * bytes, bytes);
        }
      }
    }
  }
}

Image transposed(const Image& image) {
  Image output({image.width(), image.height()}, image.channels(), image.dtype());
  const auto rows = static_cast<std::size_t>(image.height());
  const auto columns = static_cast<std::size_t>(image.width());
  const std::size_t pixel = static_cast<std::size_t>(image.channels()) * size_of(image.dtype());
  const std::byte* from = image.bytes().data();
  std::byte* to = output.bytes().data();
  switch (pixel) {
    case 1: transpose_pixels<1>(from, to, rows, columns, pixel); break;
    case 3: transpose_pixels<3>(from, to, rows, columns, pixel); break;
    case 6: transpose_pixels<6>(from, to, rows, columns, pixel); break;
    default: transpose_pixels<0>(from, to, rows, columns, pixel); break;
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
  const Axis x = trace_axis(chain, sampling, Role::x);
  const Axis y = trace_axis(chain, sampling, Role::y);
  if (x.source_role == Role::x) return sample_axes(source, x, y, sampling);
  return sample_axes(transposed(source), x, y, sampling);
}

}  // namespace augshard
