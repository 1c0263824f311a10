#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

// Bilinear, with positions beyond the edge moved to it.
double sampled(const Doubles& in, double y, double x, int c) {
  y = std::clamp(y, 0.0, in.height - 1.0);
  x = std::clamp(x, 0.0, in.width - 1.0);
  const int top = static_cast<int>(y), left = static_cast<int>(x);
  const int bottom = std::min(top + 1, in.height - 1), right = std::min(left + 1, in.width - 1);
  const double fy = y - top, fx = x - left;
  return (1 - fy) * ((1 - fx) * in.at(top, left, c) + fx * in.at(top, right, c)) +
         fy * ((1 - fx) * in.at(bottom, left, c) + fx * in.at(bottom, right, c));
}

}  // namespace

TEST_CASE("chromatic_aberration: no enlargement is the identity, one named leaves the other channel alone") {
  const Image image = pattern({30, 41}, 3, DType::uint8);
  CHECK(same(applied(R"({"op": "chromatic_aberration", "red_frac": 0})", image), image));
  const Image red = applied(R"({"op": "chromatic_aberration", "red_frac": 0.04})", image);
  const Doubles in = doubles_of(image), out = doubles_of(red);
  double moved = 0, stayed = 0;
  for (std::size_t i = 0; i < in.values.size(); ++i) {
    (i % 3 == 0 ? moved : stayed) += std::fabs(in.values[i] - out.values[i]);
  }
  CHECK(moved > 10);
  CHECK(stayed == 0);
  const Image flat = flat_image<std::uint8_t>({12, 9}, 3, 0.7);
  CHECK(same(applied(R"({"op": "chromatic_aberration", "red_frac": 0.05, "blue_frac": -0.05})", flat), flat));
}

TEST_CASE("chromatic_aberration: red and blue are enlarged about the centre, green stays") {
  const double red = 0.03, blue = -0.05;
  for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
    const Image image = pattern({30, 41}, 3, dtype);
    const Doubles in = doubles_of(image);
    const Doubles expected = made_by(image, [&](int y, int x, int c) {
      const double zoom = c == 0 ? 1 + red : c == 2 ? 1 + blue : 1;
      return sampled(in, 14.5 + (y - 14.5) / zoom, 20 + (x - 20) / zoom, c);
    });
    const Image result = applied(op_json("chromatic_aberration", {{"red_frac", red}, {"blue_frac", blue}}), image);
    CHECK(largest_error(result, expected) <= rounding_of(dtype));
  }
  CHECK(same_in_every_type(R"({"op": "chromatic_aberration", "red_frac": 0.03, "blue_frac": -0.02})"));
}

TEST_CASE("chromatic_aberration: it takes RGB images only") {
  CHECK(channels_of(bound(R"({"op": "chromatic_aberration"})")) == std::vector{3});
}
