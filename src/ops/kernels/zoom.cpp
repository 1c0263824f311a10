#include "ops/kernels/zoom.h"

#include <algorithm>
#include <cmath>

namespace augshard {

ZoomAxis::ZoomAxis(int size, double zoom) {
  const double centre = (size - 1) / 2.0;
  for (int i = 0; i < size; ++i) {
    const double position = std::clamp(centre + (i - centre) / zoom, 0.0, static_cast<double>(size - 1));
    const int first = static_cast<int>(position);
    places.push_back({first, std::min(first + 1, size - 1), static_cast<float>(position - first)});
  }
}

}  // namespace augshard
