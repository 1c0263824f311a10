#include "ops/kernels/odd_size.h"

#include <algorithm>
#include <cmath>

namespace augshard {
namespace {

bool odd(double value) { return std::llround(value) % 2 != 0; }

}  // namespace

bool is_odd(const IntDraw& size) {
  const auto& distribution = size.draw.distribution;
  if (const auto* choice = std::get_if<Draw::Choice>(&distribution)) {
    return std::all_of(choice->values.begin(), choice->values.end(), odd);
  }
  if (std::holds_alternative<Draw::Normal>(distribution)) return true;
  const auto [low, high] = size.draw.bounds();
  return odd(low) && odd(high);
}

int draw_odd(Draws& draws, std::string_view name, const IntDraw& size) {
  if (const auto* range = std::get_if<Draw::Uniform>(&size.draw.distribution)) {
    Draw::Choice sizes;
    for (double value = range->low; value <= range->high; value += 2) sizes.values.push_back(value);
    return static_cast<int>(draws.integer(name, {Draw{sizes}}));
  }
  return static_cast<int>(draws.integer(name, size)) | 1;
}

}  // namespace augshard
