#include "ops/kernels/random_order.h"

#include <numeric>
#include <utility>

namespace augshard {

std::vector<std::size_t> random_order(std::size_t count, Draws& draws) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t last = count; last-- > 1;) {
    std::swap(order[last], order[static_cast<std::size_t>(draws.below("from", static_cast<std::int64_t>(last) + 1))]);
  }
  return order;
}

}  // namespace augshard
