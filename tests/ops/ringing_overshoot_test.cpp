#include <cmath>
#include <numbers>

#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("ringing_overshoot: side 1 is the identity, flat images stay, even sides are refused") {
  CHECK(is_identity(R"({"op": "ringing_overshoot", "ksize": 1})"));
  CHECK(keeps_flat_images(R"({"op": "ringing_overshoot", "ksize": 15, "cutoff": 0.3})"));
  CHECK(refused(R"({"op": "ringing_overshoot", "ksize": 8})", "rule"));
}

TEST_CASE("ringing_overshoot: the kernel is the round ideal low-pass filter") {
  const int radius = 7;
  for (const double cutoff : {0.25, 0.5, 1.0}) {
    const double w = std::numbers::pi * cutoff;
    double kernel[15][15];
    double total = 0;
    for (int dy = -radius; dy <= radius; ++dy) {
      for (int dx = -radius; dx <= radius; ++dx) {
        const double r = std::sqrt(static_cast<double>(dx * dx + dy * dy));
        const double weight =
            r == 0 ? w * w / (4 * std::numbers::pi) : w * std::cyl_bessel_j(1.0, w * r) / (2 * std::numbers::pi * r);
        total += kernel[dy + radius][dx + radius] = weight;
      }
    }
    for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
      const Image image = pattern({20, 23}, 3, dtype);
      const Doubles in = doubles_of(image);
      const Doubles expected = made_by(image, [&](int y, int x, int c) {
        double sum = 0;
        for (int dy = -radius; dy <= radius; ++dy) {
          for (int dx = -radius; dx <= radius; ++dx) {
            sum += kernel[dy + radius][dx + radius] * in.reflected(y + dy, x + dx, c);
          }
        }
        return sum / total;
      });
      const Image result = applied(op_json("ringing_overshoot", {{"ksize", 15}, {"cutoff", cutoff}}), image);
      CHECK(largest_error(result, expected) <= rounding_of(dtype));
    }
  }
}

TEST_CASE("ringing_overshoot: the largest filter takes the Bessel function as far as it goes") {
  Image point = flat_image({63, 63}, 1, 0);
  point.row<float>(31)[31] = 1;
  const Image result = applied(R"({"op": "ringing_overshoot", "ksize": 31, "cutoff": 1})", point);
  const double middle = static_cast<double>(result.row<float>(31)[31]);
  const double r = std::sqrt(450.0);
  const double corner = std::cyl_bessel_j(1.0, std::numbers::pi * r) * 2 / (std::numbers::pi * r);
  CHECK(static_cast<double>(result.row<float>(46)[46]) / middle == doctest::Approx(corner).epsilon(1e-4));
}

TEST_CASE("ringing_overshoot: an edge overshoots on both sides") {
  Image edge = flat_image({31, 40}, 1, 0.25);
  for (int y = 0; y < 31; ++y) std::fill_n(edge.row<float>(y) + 20, 20, 0.75F);
  const Image result = applied(R"({"op": "ringing_overshoot", "ksize": 15, "cutoff": 0.5})", edge);
  CHECK(*std::ranges::max_element(result.values<float>()) > 0.8F);
  CHECK(*std::ranges::min_element(result.values<float>()) < 0.2F);
  CHECK(same_in_every_type(R"({"op": "ringing_overshoot", "ksize": 9, "cutoff": 0.4})"));
}
