#pragma once

#include <cmath>

#include "geometry/sampling.h"

namespace augshard {

/// The index in 0..size-1 that stands for `index` beyond an edge; -1 under Border::constant. size >= 1.
inline int fold_index(int index, int size, Border border) {
  if (index >= 0 && index < size) return index;
  switch (border) {
    case Border::constant: return -1;
    case Border::replicate: return index < 0 ? 0 : size - 1;
    case Border::wrap: return (index % size + size) % size;
    case Border::reflect: {
      const int period = 2 * size;
      const int phase = (index % period + period) % period;
      return phase < size ? phase : period - 1 - phase;
    }
    case Border::reflect101: break;
  }
  if (size == 1) return 0;
  const int period = 2 * (size - 1);
  const int phase = (index % period + period) % period;
  return phase < size ? phase : period - phase;
}

/// The position in 0..size that stands for `position` outside it, so that the pixel it falls in is fold_index() of the
/// pixel it came from. Not for Border::constant.
inline double fold_position(double position, int size, Border border) {
  const double extent = size;
  if (position >= 0 && position < extent) return position;
  switch (border) {
    case Border::constant:
    case Border::replicate: return position < 0 ? 0.5 : extent - 0.5;
    case Border::wrap: return position - extent * std::floor(position / extent);
    case Border::reflect: {
      const double phase = position - 2 * extent * std::floor(position / (2 * extent));
      return phase < extent ? phase : 2 * extent - phase;
    }
    case Border::reflect101: break;
  }
  if (size == 1) return 0.5;
  // Mirrors stand at the centres of the first and of the last pixel.
  const double span = extent - 1;
  const double shifted = position - 0.5;
  const double phase = shifted - 2 * span * std::floor(shifted / (2 * span));
  return (phase < span ? phase : 2 * span - phase) + 0.5;
}

}  // namespace augshard
