#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

std::string sun_flare_json(double x, double y, double radius, double intensity, double ghosts) {
  return op_json("sun_flare",
                 {{"x_frac", x}, {"y_frac", y}, {"radius_frac", radius}, {"intensity", intensity}, {"ghosts", ghosts}});
}

}  // namespace

TEST_CASE("sun_flare: intensity 0 is the identity; white stays white") {
  CHECK(is_identity(sun_flare_json(0.3, 0.3, 0.5, 0, 5)));
  const Image white = flat_image<std::uint8_t>({30, 30}, 3, 1);
  CHECK(same(applied(sun_flare_json(0.3, 0.3, 0.5, 0.9, 5), white), white));
}

TEST_CASE("sun_flare: the glow is brightest at the sun and ends at its radius") {
  for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
    const Image image = pattern({60, 80}, 3, dtype);
    const Doubles in = doubles_of(image);
    const Doubles expected = made_by(image, [&](int y, int x, int c) {
      const double dx = x + 0.5 - 20, dy = y + 0.5 - 15;
      const double left = std::max(0.0, 1 - (dx * dx + dy * dy) / (32.0 * 32));
      const double w = 0.8 * left * left;
      return (1 - w) * in.at(y, x, c) + w;
    });
    CHECK(largest_error(applied(sun_flare_json(0.25, 0.25, 0.4, 0.8, 0), image), expected) <= rounding_of(dtype));
  }
}

TEST_CASE("sun_flare: reflections lie on the line through the middle") {
  const int side = 200;
  Image result = applied(sun_flare_json(0, 0, 0.01, 1, 12), flat_image({side, side}, 1, 0));
  double on_line = 0;
  bool off_line = false;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      if (result.row<float>(y)[x] == 0) continue;
      ++on_line;
      off_line = off_line || std::abs(x - y) > 0.07 * side * std::sqrt(2.0);
    }
  }
  CHECK(on_line > 200);
  CHECK_FALSE(off_line);
}

TEST_CASE("sun_flare: more intensity, a larger radius and more reflections are brighter") {
  const Image image = flat_image({90, 90}, 3, 0.2);
  const auto mean = [&](double radius, double intensity, double ghosts) {
    return mean_of(applied(sun_flare_json(0.3, 0.2, radius, intensity, ghosts), image));
  };
  CHECK(mean(0.4, 0.8, 3) > mean(0.4, 0.4, 3));
  CHECK(mean(0.6, 0.5, 3) > mean(0.3, 0.5, 3));
  CHECK(mean(0.1, 0.5, 8) > mean(0.1, 0.5, 2));
  CHECK(channels_of(bound(R"({"op": "sun_flare", "color": [1, 0.9, 0.8]})")) == std::vector{3});
  CHECK(same_in_every_type(sun_flare_json(0.3, 0.2, 0.5, 0.8, 6)));
}
