#include "ops/kernels/components.h"

#include <algorithm>
#include <numeric>

namespace augshard {
namespace {

/// Sets of provisional numbers; the smallest stands for its set.
class Sets {
 public:
  std::int32_t add() {
    parents_.push_back(static_cast<std::int32_t>(parents_.size()));
    return parents_.back();
  }
  std::int32_t find(std::int32_t number) {
    while (at(number) != number) {
      at(number) = at(at(number));
      number = at(number);
    }
    return number;
  }
  void join(std::int32_t a, std::int32_t b) {
    a = find(a);
    b = find(b);
    at(std::max(a, b)) = std::min(a, b);
  }

 private:
  std::int32_t& at(std::int32_t number) { return parents_[static_cast<std::size_t>(number)]; }
  std::vector<std::int32_t> parents_;
};

void add_pixel(Component& thing, int x, int y) {
  Rect& bounds = thing.bounds;
  if (thing.area++ == 0) {
    bounds = {x, y, 1, 1};
    return;
  }
  const int left = std::min(bounds.x, x);
  bounds.width = std::max(bounds.x + bounds.width, x + 1) - left;
  bounds.x = left;
  bounds.height = y + 1 - bounds.y;
}

}  // namespace

Components find_components(const Image& mask, const std::vector<double>& ignored_ids) {
  constexpr std::int32_t kNone = -1;
  const int width = mask.width();
  std::vector<std::int32_t> provisional(mask.value_count(), kNone);
  Components found;
  found.number_of.assign(mask.value_count(), 0);
  Sets sets;
  visit_dtype(mask.dtype(), [&]<class T>(T) {
    const auto ids = mask.values<T>();
    const auto ignored = [&](T id) {
      return std::find(ignored_ids.begin(), ignored_ids.end(), static_cast<double>(id)) != ignored_ids.end();
    };
    // Two passes: numbers from the neighbours above and to the left, sets of which are joined; then final numbers.
    for (int y = 0; y < mask.height(); ++y) {
      for (int x = 0; x < width; ++x) {
        const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
        if (ignored(ids[at])) continue;
        std::int32_t& own = provisional[at];
        const auto look = [&](int dx, int dy) {
          if (x + dx < 0 || x + dx >= width || y + dy < 0) return;
          const std::size_t other = at + static_cast<std::size_t>(dx + dy * width);
          if (ids[other] != ids[at]) return;
          if (own == kNone) {
            own = provisional[other];
          } else {
            sets.join(own, provisional[other]);
          }
        };
        look(-1, 0);
        look(-1, -1);
        look(0, -1);
        look(1, -1);
        if (own == kNone) own = sets.add();
      }
    }
    std::vector<std::int32_t> final_of;
    for (std::size_t at = 0; at < provisional.size(); ++at) {
      if (provisional[at] == kNone) continue;
      const auto set = static_cast<std::size_t>(sets.find(provisional[at]));
      if (set >= final_of.size()) final_of.resize(set + 1, 0);
      if (final_of[set] == 0) {
        found.list.push_back({static_cast<std::int64_t>(ids[at]), {}, 0});
        final_of[set] = static_cast<std::int32_t>(found.list.size());
      }
      found.number_of[at] = final_of[set];
      const auto columns = static_cast<std::size_t>(width);
      add_pixel(found.list[static_cast<std::size_t>(final_of[set] - 1)], static_cast<int>(at % columns),
                static_cast<int>(at / columns));
    }
  });
  return found;
}

}  // namespace augshard
