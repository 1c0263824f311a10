#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("scale 1 is the identity and flat areas stay") {
  CHECK(is_identity(R"({"op": "downscale", "scale": 1})"));
  Image flat({17, 23}, 3, DType::uint8);
  std::ranges::fill(flat.values<std::uint8_t>(), std::uint8_t{211});
  for (const double scale : {0.05, 0.3, 0.77}) {
    CHECK(same(applied(op_json("downscale", {{"scale", scale}}), flat), flat));
  }
}

TEST_CASE("means going down, linear going up") {
  const auto values =
      values_of<float>(applied(R"({"op": "downscale", "scale": 0.5})", floats({1, 4}, 1, {0.0F, 0.4F, 0.8F, 1.2F})));
  // One row stays one row; two columns of means 0.2 and 1.0 are read at -0.25, 0.25, 0.75 and 1.25.
  CHECK(values[0] == doctest::Approx(0.2));
  CHECK(values[1] == doctest::Approx(0.4));
  CHECK(values[2] == doctest::Approx(0.8));
  CHECK(values[3] == doctest::Approx(1.0));
}

TEST_CASE("detail is lost, the mean is kept") {
  const Image image = pattern({64, 64}, 1, DType::float32);
  const Image result = applied(R"({"op": "downscale", "scale": 0.25})", image);
  CHECK(mean_of(result) == doctest::Approx(mean_of(image)).epsilon(0.02));
  CHECK(largest_difference(result, image) > 0.3);
}
