#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("emboss: alpha 0 is the identity, flat images stay") {
  CHECK(is_identity(R"({"op": "emboss", "alpha": 0})"));
  CHECK(keeps_flat_images(R"({"op": "emboss", "alpha": 1, "strength": 2})"));
}

TEST_CASE("emboss: a step up towards the lower right is raised, a step down is lowered") {
  const Image image = bytes({3, 3}, 1, {100, 100, 100, 100, 100, 110, 100, 110, 110});
  CHECK(ints_of(applied(R"({"op": "emboss", "alpha": 1, "strength": 0})", image))[4] == 110);
  CHECK(ints_of(applied(R"({"op": "emboss", "alpha": 1, "strength": 1})", image))[4] == 140);
  const Image down = bytes({3, 3}, 1, {110, 110, 100, 110, 100, 100, 100, 100, 100});
  CHECK(ints_of(applied(R"({"op": "emboss", "alpha": 1, "strength": 1})", down))[4] == 60);
}

TEST_CASE("emboss: it is the share alpha of the effect's kernel") {
  const double alpha = 0.4, s = 0.6;
  const double kernel[3][3] = {{-1 - s, -s, 0}, {-s, 1, s}, {0, s, 1 + s}};
  for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
    const Image image = pattern({14, 17}, 3, dtype);
    const Doubles in = doubles_of(image);
    const Doubles expected = made_by(image, [&](int y, int x, int c) {
      double effect = 0;
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) effect += kernel[dy + 1][dx + 1] * in.reflected(y + dy, x + dx, c);
      }
      return (1 - alpha) * in.at(y, x, c) + alpha * effect;
    });
    const Image result = applied(op_json("emboss", {{"alpha", alpha}, {"strength", s}}), image);
    CHECK(largest_error(result, expected) <= rounding_of(dtype));
  }
  CHECK(same_in_every_type(R"({"op": "emboss", "alpha": 0.4, "strength": 0.6})"));
}
