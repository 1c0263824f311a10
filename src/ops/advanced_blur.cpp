#include <algorithm>
#include <cmath>

#include "base/exact_math.h"
#include "op/op.h"
#include "ops/kernels/convolve.h"
#include "random/stream.h"

namespace augshard {
namespace {

struct AdvancedBlur {
  Draw sigma_x = Draw::uniform(0.3, 2);
  Draw sigma_y = Draw::uniform(0.3, 2);
  Draw angle_deg = Draw::uniform(-90, 90);
  Draw beta = Draw::loguniform(0.5, 8);
  Draw noise = Draw::uniform(0, 0.1);
};

struct Kernel {
  double sigma_x = 1, sigma_y = 1, angle = 0, beta = 1, noise = 0;
  std::uint64_t key = 0;
};

// exp(-(d^2)^beta / 2) with d the distance in deviations along the turned axes, as far as d <= 3; each cell times
// 1 + noise u, u uniform in -1..1.
std::vector<Tap> taps_of(const Kernel& kernel) {
  const double cosine = exact::cos(kernel.angle);
  const double sine = exact::sin(kernel.angle);
  const int radius = static_cast<int>(std::ceil(3 * std::max(kernel.sigma_x, kernel.sigma_y)));
  std::vector<Tap> taps;
  double total = 0;
  for (int dy = -radius; dy <= radius; ++dy) {
    for (int dx = -radius; dx <= radius; ++dx) {
      const double along = (dx * cosine - dy * sine) / kernel.sigma_x;
      const double across = (dx * sine + dy * cosine) / kernel.sigma_y;
      const double squared = along * along + across * across;
      if (squared > 9) continue;
      const double jitter = kernel.noise * (noise_block(kernel.key, taps.size())[0] * 0x1p-31 - 1);
      const double weight = exact::exp(-0.5 * exact::pow(squared, kernel.beta)) * (1 + jitter);
      if (weight < 1e-6) continue;
      taps.push_back({dx, dy, weight});
      total += weight;
    }
  }
  for (Tap& tap : taps) tap.weight /= total;
  return taps;
}

void advanced_blur(const AdvancedBlur& params, Image& image, Draws& draws) {
  Kernel kernel;
  kernel.sigma_x = draws.number("sigma_x", params.sigma_x);
  kernel.sigma_y = draws.number("sigma_y", params.sigma_y);
  kernel.angle = exact::radians(draws.number("angle_deg", params.angle_deg));
  kernel.beta = draws.number("beta", params.beta);
  kernel.noise = draws.number("noise", params.noise);
  kernel.key = draws.field_key("kernel_noise");
  if (!image.empty()) sum_taps(image, taps_of(kernel));
}

}  // namespace

OpInfo op_advanced_blur() {
  return OpBuilder<AdvancedBlur>("advanced_blur", "Blurs with a turned generalised Gaussian kernel, its weights noisy.")
      .param("sigma_x", &AdvancedBlur::sigma_x, Range{0.1, 10}, Unit::px, "Deviation along the kernel's own x axis.")
      .param("sigma_y", &AdvancedBlur::sigma_y, Range{0.1, 10}, Unit::px, "Deviation along its y axis.")
      .param("angle_deg", &AdvancedBlur::angle_deg, Range{-360, 360}, Unit::degrees,
             "Turn of the kernel, counter-clockwise.")
      .param("beta", &AdvancedBlur::beta, Range{0.1, 16}, Unit::none,
             "Shape: 1 is a Gaussian, less has a sharp peak, more has a flat top; cut at three deviations.")
      .param("noise", &AdvancedBlur::noise, Range{0, 1}, Unit::fraction,
             "Each weight of the kernel is multiplied by a number between 1 - this and 1 + this.")
      .example(R"({"op": "advanced_blur", "sigma_x": [0.3, 2], "sigma_y": [0.3, 2], "angle_deg": [-90, 90]})")
      .also_known_as({"AdvancedBlur"})
      .pixels(advanced_blur);
}

}  // namespace augshard
