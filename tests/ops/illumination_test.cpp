#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

Image flat(Size size) {
  Image image(size, 1, DType::float32);
  std::ranges::fill(image.values<float>(), 0.5F);
  return image;
}

// The factor at a pixel of a flat image.
double factor(const Image& image, int y, int x) { return static_cast<double>(image.row<float>(y)[x]) * 2; }

std::string linear(double strength, double angle) {
  return op_json("illumination", {{"strength", strength}, {"angle_deg", angle}});
}

std::string in_mode(const std::string& mode, const std::string& rest) {
  return R"({"op": "illumination", "mode": ")" + mode + R"(", )" + rest + "}";
}

}  // namespace

TEST_CASE("strength 0 is the identity in every mode") {
  for (const char* mode : {"linear", "corner", "gaussian"}) CHECK(is_identity(in_mode(mode, R"("strength": 0)")));
}

TEST_CASE("linear: from 1 - strength to 1 + strength along the direction") {
  const Size size{9, 13};
  const Image right = applied(linear(0.2, 0), flat(size));
  const Image up = applied(linear(0.2, 90), flat(size));
  for (int y = 0; y < 9; ++y) {
    for (int x = 0; x < 13; ++x) {
      CHECK(factor(right, y, x) == doctest::Approx(0.8 + 0.4 * x / 12).epsilon(1e-6));
      CHECK(factor(up, y, x) == doctest::Approx(1.2 - 0.4 * y / 8).epsilon(1e-6));
    }
  }
  const Image diagonal = applied(linear(0.3, -30), flat(size));
  CHECK(factor(diagonal, 0, 0) == doctest::Approx(0.7).epsilon(1e-6));
  CHECK(factor(diagonal, 8, 12) == doctest::Approx(1.3).epsilon(1e-6));
  CHECK(factor(diagonal, 4, 6) == doctest::Approx(1).epsilon(1e-6));
  // The other direction with the opposite strength is the same light.
  CHECK(largest_difference(applied(linear(-0.3, 150), flat(size)), diagonal) < 1e-6);
}

TEST_CASE("corner: 1 in one of the four corners, each drawn, down to 1 - strength a diagonal away") {
  const Size size{30, 40};
  std::vector<int> seen;
  for (int record = 0; record < 40; ++record) {
    const Image result = applied(in_mode("corner", R"("strength": 0.5)"), flat(size), std::to_string(record));
    for (int c = 0; c < 4; ++c) {
      const int y = c / 2 * 29;
      const int x = c % 2 * 39;
      if (factor(result, y, x) != 1) continue;
      if (std::find(seen.begin(), seen.end(), c) == seen.end()) seen.push_back(c);
      CHECK(factor(result, 29 - y, 39 - x) == doctest::Approx(1 - 0.5 * std::hypot(29, 39) / 50).epsilon(1e-6));
      CHECK(factor(result, y, 39 - x) == doctest::Approx(1 - 0.5 * 39 / 50).epsilon(1e-6));
    }
  }
  CHECK(seen.size() == 4);
}

TEST_CASE("gaussian: a bell about the centre, its width by the longer side") {
  const Size size{20, 40};
  const Image result = applied(
      in_mode("gaussian", R"("strength": -0.4, "center_x_frac": 0.25, "center_y_frac": 0.5, "sigma_frac": 0.3)"),
      flat(size));
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 40; ++x) {
      const double square = std::pow(x + 0.5 - 10, 2) + std::pow(y + 0.5 - 10, 2);
      CHECK(factor(result, y, x) == doctest::Approx(1 - 0.4 * std::exp(-square / (2 * 12 * 12))).epsilon(1e-6));
    }
  }
}

TEST_CASE("types agree in every mode") {
  for (const char* mode : {"linear", "corner", "gaussian"}) {
    CHECK(difference_over_types(in_mode(mode, R"("strength": 0.35)")) < 1e-6);
  }
}
