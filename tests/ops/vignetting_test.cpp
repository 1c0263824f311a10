#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

Image white(Size size, int channels) {
  Image image(size, channels, DType::float32);
  std::ranges::fill(image.values<float>(), 1.0F);
  return image;
}

std::string vignette(double strength, double x, double y) {
  return op_json("vignetting", {{"strength", strength}, {"center_x_frac", x}, {"center_y_frac", y}});
}

}  // namespace

TEST_CASE("strength 0 is the identity") { CHECK(is_identity(vignette(0, 0.3, 0.8))); }

TEST_CASE("the loss is the square of the distance, relative to the farthest corner") {
  const Size size{11, 17};
  const Image result = applied(vignette(0.6, 0.25, 0.5), white(size, 1));
  const double cx = 0.25 * 17;
  const double cy = 5.5;
  const double farthest = std::pow(17 - cx, 2) + std::pow(5.5, 2);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const double square = std::pow(x + 0.5 - cx, 2) + std::pow(y + 0.5 - cy, 2);
      CHECK(static_cast<double>(result.row<float>(y)[x]) == doctest::Approx(1 - 0.6 * square / farthest).epsilon(1e-6));
    }
  }
}

TEST_CASE("centred, it is symmetric; nothing gets brighter or below 0; channels are alike") {
  const Image result = applied(vignette(1, 0.5, 0.5), white({12, 20}, 3));
  for (int y = 0; y < 12; ++y) {
    for (int x = 0; x < 20; ++x) {
      const float* pixel = result.row<float>(y) + 3 * x;
      CHECK((pixel[0] == pixel[1] && pixel[0] == pixel[2]));
      CHECK((pixel[0] >= 0 && pixel[0] <= 1));
      CHECK(pixel[0] == doctest::Approx(result.row<float>(11 - y)[3 * (19 - x)]));
    }
  }
  CHECK(difference_over_types(vignette(0.7, 0.4, 0.6)) < 1e-6);
}
