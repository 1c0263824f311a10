#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

std::string snow_json(double density, double whitening, double opacity = 1) {
  return op_json("snow", {{"density", density}, {"whitening", whitening}, {"opacity", opacity}, {"size_frac", 0.03}});
}

}  // namespace

TEST_CASE("snow: no flakes and no whitening are the identity; white stays white") {
  CHECK(is_identity(snow_json(0, 0)));
  CHECK(is_identity(snow_json(0.3, 0, 0)));
  const Image white = flat_image<std::uint8_t>({30, 30}, 3, 1);
  CHECK(same(applied(snow_json(0.2, 0.5), white), white));
}

TEST_CASE("snow: what settles is the share of white that the gray value says") {
  const double whitening = 0.6;
  for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
    for (const int channels : {1, 3, 5}) {
      const Image image = pattern({20, 23}, channels, dtype);
      const Doubles in = doubles_of(image);
      const Doubles expected = made_by(image, [&](int y, int x, int c) {
        double gray = 0;
        for (int k = 0; k < channels; ++k) gray += in.at(y, x, k) / channels;
        if (channels == 3) gray = 0.299 * in.at(y, x, 0) + 0.587 * in.at(y, x, 1) + 0.114 * in.at(y, x, 2);
        const double w = whitening * gray;
        return (1 - w) * in.at(y, x, c) + w;
      });
      CHECK(largest_error(applied(snow_json(0, whitening), image), expected) <= rounding_of(dtype));
    }
  }
}

TEST_CASE("snow: flakes cover the area asked for, less what overlaps, and more of it for more density") {
  double before = 0;
  for (const double density : {0.02, 0.05, 0.2, 0.4}) {
    const double covered = mean_of(applied(snow_json(density, 0), flat_image({300, 300}, 1, 0)));
    const double expected = 1 - std::exp(-density);
    CHECK(std::fabs(covered / expected - 1) < 0.2);
    CHECK(covered > before);
    before = covered;
  }
}

TEST_CASE("snow: flakes of at least two pixels show on small images; the same in every type") {
  const Image black = flat_image({16, 16}, 1, 0);
  CHECK(*std::ranges::max_element(applied(snow_json(0.3, 0), black).values<float>()) > 0.5F);
  CHECK(same_in_every_type(snow_json(0.1, 0.3, 0.8)));
}
