#include <algorithm>
#include <cmath>

#include "base/exact_math.h"
#include "op/op.h"
#include "ops/kernels/pointwise.h"

namespace augshard {
namespace {

struct Gamma {
  Draw gamma = Draw::loguniform(0.8, 1.25);
  std::string range = "dtype";
};

struct Extremes {
  double low, high;
};

// The smallest and the largest value, as fractions of the range.
Extremes extremes_of(const Image& image) {
  return visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const auto [low, high] = std::ranges::minmax(image.values<T>());
    return Extremes{static_cast<double>(low) / kRange<T>, static_cast<double>(high) / kRange<T>};
  });
}

// The power is odd, so that float values below 0 keep their sign.
void apply_gamma(const Gamma& params, Image& image, Draws& draws) {
  const double gamma = draws.number("gamma", params.gamma);
  if (gamma == 1 || image.empty()) return;
  if (params.range == "image") {
    const Extremes own = extremes_of(image);
    const double span = own.high - own.low;
    if (span == 0) return;
    map_values(image, [gamma, span, low = own.low](double x) {
      return low + span * exact::pow(std::clamp((x - low) / span, 0.0, 1.0), gamma);
    });
    return;
  }
  map_values(image, [gamma](double x) { return std::copysign(exact::pow(std::fabs(x), gamma), x); });
}

}  // namespace

OpInfo op_gamma() {
  return OpBuilder<Gamma>("gamma", "Raises every value to a power.")
      .param("gamma", &Gamma::gamma, Range{0.01, 100}, Unit::none,
             "The exponent, on values scaled to 0..1: above 1 darkens, below 1 brightens.")
      .param("range", &Gamma::range, OneOf{{"dtype", "image"}},
             "What is scaled to 0..1: the range of the type (torchvision, Albumentations), or the image's own from "
             "its smallest to its largest value (MONAI).")
      .example(R"({"op": "gamma", "gamma": {"loguniform": [0.8, 1.25]}})")
      .example(R"({"op": "gamma", "gamma": 1.5, "range": "image"})")
      .also_known_as({"RandomGamma", "AdjustGamma", "RandAdjustContrastd", "adjust_gamma"})
      .pixels(apply_gamma);
}

}  // namespace augshard
