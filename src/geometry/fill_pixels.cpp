#include "geometry/fill_pixels.h"

#include <algorithm>
#include <cstring>

#include "geometry/axis.h"

namespace augshard {
namespace {

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

}  // namespace

FillPixels::FillPixels(const TargetSampling& sampling, const Image& like)
    : source_(pixel_bytes(sampling.source.fill, like)) {
  for (const auto& area : sampling.areas) {
    areas_.push_back(area.fill.empty() ? source_ : pixel_bytes(area.fill, like));
  }
}

const std::vector<std::byte>& FillPixels::at(int row, int column) const {
  const int area = std::min(row, column);
  return area == Axis::kInside ? source_ : areas_[static_cast<std::size_t>(area)];
}

}  // namespace augshard
