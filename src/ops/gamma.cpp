#include <cmath>

#include "base/exact_math.h"
#include "op/op.h"
#include "ops/kernels/pointwise.h"

namespace augshard {
namespace {

struct Gamma {
  Draw gamma = Draw::loguniform(0.8, 1.25);
};

// The power is odd, so that float values below 0 keep their sign.
void apply_gamma(const Gamma& params, Image& image, Draws& draws) {
  const double gamma = draws.number("gamma", params.gamma);
  if (gamma == 1) return;
  map_values(image, [gamma](double x) { return std::copysign(exact::pow(std::fabs(x), gamma), x); });
}

}  // namespace

OpInfo op_gamma() {
  return OpBuilder<Gamma>("gamma", "Raises every value to a power.")
      .param("gamma", &Gamma::gamma, Range{0.01, 100}, Unit::none,
             "The exponent, on values scaled to 0..1: above 1 darkens, below 1 brightens.")
      .example(R"({"op": "gamma", "gamma": {"loguniform": [0.8, 1.25]}})")
      .also_known_as({"RandomGamma", "AdjustGamma", "RandAdjustContrastd", "adjust_gamma"})
      .pixels(apply_gamma);
}

}  // namespace augshard
