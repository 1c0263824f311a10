#include <array>
#include <cmath>
#include <numbers>

#include "base/exact_math.h"
#include "op/op.h"
#include "ops/kernels/convolve.h"
#include "ops/kernels/odd_size.h"

namespace augshard {
namespace {

struct RingingOvershoot {
  IntDraw ksize{Draw::uniform(7, 15)};
  Draw cutoff = Draw::uniform(0.25, 0.5);
};

constexpr int kAngles = 128;

// Bessel's function J1(x) = mean over t in [0, pi] of cos(t - x sin t). The mean over equal steps of the whole turn is
// exact to the last bits where x is well below their number.
double bessel_j1(double x) {
  static const auto sines = [] {
    std::array<double, kAngles> table{};
    for (int i = 0; i < kAngles; ++i) {
      table[static_cast<std::size_t>(i)] = exact::sin(2 * std::numbers::pi * i / kAngles);
    }
    return table;
  }();
  double sum = 0;
  for (int i = 0; i < kAngles; ++i) {
    sum += exact::cos(2 * std::numbers::pi * i / kAngles - x * sines[static_cast<std::size_t>(i)]);
  }
  return sum / kAngles;
}

// The ideal low-pass filter with a round passband: w J1(w r) / (2 pi r), and w^2 / (4 pi) in the middle.
double low_pass(double frequency, double distance) {
  if (distance == 0) return frequency * frequency / (4 * std::numbers::pi);
  return frequency * bessel_j1(frequency * distance) / (2 * std::numbers::pi * distance);
}

void ringing_overshoot(const RingingOvershoot& params, Image& image, Draws& draws) {
  const int ksize = draw_odd(draws, "ksize", params.ksize);
  const double frequency = std::numbers::pi * draws.number("cutoff", params.cutoff);
  if (ksize == 1 || image.empty()) return;
  const int radius = ksize / 2;
  std::vector<double> quadrant;
  for (int dy = 0; dy <= radius; ++dy) {
    for (int dx = 0; dx <= radius; ++dx) {
      quadrant.push_back(low_pass(frequency, std::sqrt(static_cast<double>(dx * dx + dy * dy))));
    }
  }
  convolve_fourfold(image, FourfoldKernel(radius, quadrant));
}

}  // namespace

OpInfo op_ringing_overshoot() {
  return OpBuilder<RingingOvershoot>("ringing_overshoot",
                                     "Cuts off high frequencies sharply, which leaves rings beside edges.")
      .param("ksize", &RingingOvershoot::ksize, Range{1, 31}, Unit::px,
             "Side of the filter, odd; 1 leaves the image as it is.")
      .param("cutoff", &RingingOvershoot::cutoff, Range{0.05, 1}, Unit::fraction,
             "Highest frequency that stays, as a fraction of half a cycle a pixel.")
      .rule([](const RingingOvershoot& params) { return is_odd(params.ksize); },
            "'ksize' must be odd, both ends of a range too")
      .example(R"({"op": "ringing_overshoot", "ksize": [7, 15], "cutoff": [0.25, 0.5]})")
      .also_known_as({"RingingOvershoot", "RandGibbsNoised", "GibbsNoised"})
      .pixels(ringing_overshoot);
}

}  // namespace augshard
