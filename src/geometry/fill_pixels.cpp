#include "geometry/fill_pixels.h"

#include <algorithm>
#include <span>

#include "geometry/axis.h"

namespace augshard {
namespace {

std::vector<std::byte> pixel_bytes(const std::vector<double>& fill, const Image& like) {
  return visit_dtype(like.dtype(), [&](auto zero) {
    const auto values = fill_values<decltype(zero)>(fill, like.channels());
    const auto bytes = std::as_bytes(std::span(values));
    return std::vector<std::byte>(bytes.begin(), bytes.end());
  });
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
