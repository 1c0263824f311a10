#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("advanced_blur: kernels within a pixel are the identity, flat images stay") {
  CHECK(is_identity(R"({"op": "advanced_blur", "sigma_x": 0.1, "sigma_y": 0.1})"));
  CHECK(keeps_flat_images(
      R"({"op": "advanced_blur", "sigma_x": 4, "sigma_y": 1, "angle_deg": 30, "beta": 0.5, "noise": 1})"));
}

TEST_CASE("advanced_blur: without noise the kernel is a turned generalised Gaussian") {
  const double sx = 2, sy = 0.6, degrees = 25;
  const double turn = degrees * 3.14159265358979 / 180;
  for (const double beta : {0.5, 1.0, 4.0}) {
    const std::string json = op_json(
        "advanced_blur", {{"sigma_x", sx}, {"sigma_y", sy}, {"angle_deg", degrees}, {"beta", beta}, {"noise", 0}});
    for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
      const Image image = pattern({16, 19}, 3, dtype);
      const Doubles in = doubles_of(image);
      const Doubles expected = made_by(image, [&](int y, int x, int c) {
        double sum = 0, total = 0;
        for (int dy = -6; dy <= 6; ++dy) {
          for (int dx = -6; dx <= 6; ++dx) {
            // y points down, so a counter-clockwise axis is (cos, -sin).
            const double u = (dx * std::cos(turn) - dy * std::sin(turn)) / sx;
            const double v = (dx * std::sin(turn) + dy * std::cos(turn)) / sy;
            if (u * u + v * v > 9) continue;
            const double weight = std::exp(-0.5 * std::pow(u * u + v * v, beta));
            sum += weight * in.reflected(y + dy, x + dx, c);
            total += weight;
          }
        }
        return sum / total;
      });
      CHECK(largest_error(applied(json, image), expected) <= rounding_of(dtype) + 1e-5);  // weights below 1e-6 left out
    }
  }
}

TEST_CASE("advanced_blur: a positive angle points up on the right") {
  Image image = flat_image({21, 21}, 1, 0);
  image.row<float>(10)[10] = 1;
  const Image result = applied(
      R"({"op": "advanced_blur", "sigma_x": 3, "sigma_y": 0.5, "angle_deg": 45, "beta": 1, "noise": 0})", image);
  CHECK(result.row<float>(7)[13] > 10 * result.row<float>(13)[13]);
}

TEST_CASE("advanced_blur: noise changes each weight by at most its share") {
  Image image = flat_image({15, 15}, 1, 0);
  image.row<float>(7)[7] = 1;
  const std::string common = R"({"op": "advanced_blur", "sigma_x": 2, "sigma_y": 2, "beta": 1, "angle_deg": 0, )";
  const Image plain = applied(common + R"("noise": 0})", image);
  const Image noisy = applied(common + R"("noise": 0.2})", image);
  double least = 2, most = 0;
  for (std::size_t i = 0; i < image.value_count(); ++i) {
    if (plain.values<float>()[i] == 0) continue;
    const double ratio = static_cast<double>(noisy.values<float>()[i]) / static_cast<double>(plain.values<float>()[i]);
    least = std::min(least, ratio);
    most = std::max(most, ratio);
  }
  // The sum of the weights moves too, by far less.
  CHECK((least > 0.75 && least < 0.87));
  CHECK((most < 1.25 && most > 1.13));
  CHECK(same_in_every_type(common + R"("noise": 0.2})"));
}
