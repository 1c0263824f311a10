#include "ops/kernels/distance.h"

#include <algorithm>

namespace augshard {
namespace {

std::int64_t floor_divided(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

/// Of parabolas heights[i] + (x - i)^2 the lowest at each x; those of height kNoDistance do not count.
class Envelope {
 public:
  void lowest(const std::vector<std::int64_t>& heights, std::vector<std::int64_t>& result) {
    vertices_.clear();
    starts_.clear();
    for (std::int64_t i = 0; i < std::ssize(heights); ++i) {
      if (heights[static_cast<std::size_t>(i)] != kNoDistance) add(heights, i);
    }
    std::size_t k = 0;
    for (std::int64_t x = 0; x < std::ssize(heights); ++x) {
      auto& lowest = result[static_cast<std::size_t>(x)] = kNoDistance;
      if (vertices_.empty()) continue;
      while (k + 1 < starts_.size() && starts_[k + 1] <= x) ++k;
      lowest = heights[static_cast<std::size_t>(vertices_[k])] + (x - vertices_[k]) * (x - vertices_[k]);
    }
  }

 private:
  // The parabola at i is the lowest from `start` on, if it is at all; those that it hides are removed.
  void add(const std::vector<std::int64_t>& heights, std::int64_t i) {
    std::int64_t start = 0;
    while (!vertices_.empty()) {
      const std::int64_t last = vertices_.back();
      const std::int64_t rise =
          heights[static_cast<std::size_t>(i)] + i * i - heights[static_cast<std::size_t>(last)] - last * last;
      // Below the older one from the first x with 2 x (i - last) > rise.
      start = floor_divided(rise, 2 * (i - last)) + 1;
      if (start > starts_.back()) break;
      vertices_.pop_back();
      starts_.pop_back();
      start = 0;
    }
    vertices_.push_back(i);
    starts_.push_back(start);
  }

  std::vector<std::int64_t> vertices_;
  std::vector<std::int64_t> starts_;  ///< first x where vertex k is the lowest
};

}  // namespace

std::vector<std::int64_t> squared_distances(Size size, const std::vector<bool>& marked) {
  const auto height = static_cast<std::size_t>(size.height);
  const auto width = static_cast<std::size_t>(size.width);
  std::vector<std::int64_t> squared(height * width);
  for (std::size_t i = 0; i < squared.size(); ++i) squared[i] = marked[i] ? 0 : kNoDistance;
  Envelope envelope;
  std::vector<std::int64_t> line(height);
  std::vector<std::int64_t> lowest(height);
  for (std::size_t x = 0; x < width; ++x) {
    for (std::size_t y = 0; y < height; ++y) line[y] = squared[y * width + x];
    envelope.lowest(line, lowest);
    for (std::size_t y = 0; y < height; ++y) squared[y * width + x] = lowest[y];
  }
  line.resize(width);
  lowest.resize(width);
  for (std::size_t y = 0; y < height; ++y) {
    const auto row = squared.begin() + static_cast<std::ptrdiff_t>(y * width);
    std::copy(row, row + static_cast<std::ptrdiff_t>(width), line.begin());
    envelope.lowest(line, lowest);
    std::copy(lowest.begin(), lowest.end(), row);
  }
  return squared;
}

}  // namespace augshard
