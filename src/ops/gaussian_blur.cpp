#include <cmath>

#include "op/op.h"
#include "ops/kernels/convolve.h"

namespace augshard {
namespace {

struct GaussianBlur {
  Draw sigma = Draw::uniform(0.5, 3);
};

void gaussian_blur(const GaussianBlur& params, Image& image, Draws& draws) {
  const double sigma = draws.number("sigma", params.sigma);
  if (sigma == 0 || image.empty()) return;
  // As far as the kernel's tail is worth half a step of the type: three deviations of 8 bits, four of more.
  const int radius = static_cast<int>(std::ceil((image.dtype() == DType::uint8 ? 3 : 4) * sigma));
  convolve_separable(image, half_gaussian(sigma, radius));
}

}  // namespace

OpInfo op_gaussian_blur() {
  return OpBuilder<GaussianBlur>("gaussian_blur", "Blurs with a Gaussian kernel.")
      .param("sigma", &GaussianBlur::sigma, Range{0, 50}, Unit::px,
             "Standard deviation of the kernel; 0 leaves the image as it is.")
      .example(R"({"op": "gaussian_blur", "sigma": [0.5, 3]})")
      .also_known_as({"GaussianBlur", "RandomGaussianBlur", "RandGaussianSmoothd", "blur"})
      .pixels(gaussian_blur);
}

}  // namespace augshard
