#include "geometry/exact_copy.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "geometry/fill_pixels.h"

namespace augshard {
namespace {

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

}  // namespace

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

}  // namespace augshard
