#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

std::string fog_json(double density, double patchiness) {
  return op_json("fog", {{"density", density}, {"patchiness", patchiness}, {"size_frac", 0.1}});
}

}  // namespace

TEST_CASE("fog: density 0 is the identity, density 1 without patches hides all") {
  CHECK(is_identity(fog_json(0, 0.5)));
  const Image hidden = applied(fog_json(1, 0), pattern({30, 31}, 3, DType::float32));
  CHECK(largest_error(hidden, doubles_of(flat_image({30, 31}, 3, 0.9))) < 1e-6);
}

TEST_CASE("fog: without patches it is the same share of its colour everywhere") {
  for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
    const Image image = pattern({30, 31}, 3, dtype);
    const Doubles in = doubles_of(image);
    const Doubles expected = made_by(image, [&](int y, int x, int c) { return 0.7 * in.at(y, x, c) + 0.3 * 0.9; });
    CHECK(largest_error(applied(fog_json(0.3, 0), image), expected) <= rounding_of(dtype));
  }
}

TEST_CASE("fog: patches keep the mean, stay within their share, and are smooth") {
  const Image result = applied(fog_json(0.4, 0.5), flat_image({400, 400}, 1, 0));
  const auto v = result.values<float>();
  // About a hundred patches; the share's deviation is a quarter of the density.
  CHECK(std::fabs(mean_of(result) / 0.9 - 0.4) < 0.03);
  CHECK(*std::ranges::min_element(v) >= 0.9F * 0.4F * 0.5F - 1e-6F);
  CHECK(*std::ranges::max_element(v) <= 0.9F * 0.4F * 1.5F + 1e-6F);
  CHECK(std::sqrt(variance_of(result, mean_of(result))) > 0.04);
  double step = 0;
  for (int x = 0; x + 1 < 400; ++x) {
    step = std::max(step, std::fabs(static_cast<double>(result.row<float>(200)[x + 1] - result.row<float>(200)[x])));
  }
  CHECK(step < 0.03);
}

TEST_CASE("fog: more density is more fog") {
  const Image image = flat_image({50, 50}, 3, 0.1);
  double before = 0.1;
  for (const double density : {0.1, 0.3, 0.6, 1.0}) {
    const double mean = mean_of(applied(fog_json(density, 0.4), image));
    CHECK(mean > before);
    before = mean;
  }
  CHECK(channels_of(bound(R"({"op": "fog", "color": [0.8, 0.85, 0.9]})")) == std::vector{3});
  CHECK(same_in_every_type(fog_json(0.4, 0.5)));
}
