#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("unsharp_mask: no blur and no share are the identity; flat images stay") {
  CHECK(is_identity(R"({"op": "unsharp_mask", "sigma": 0})"));
  CHECK(is_identity(R"({"op": "unsharp_mask", "alpha": 0})"));
  CHECK(is_identity(R"({"op": "unsharp_mask", "threshold": 1})"));
  CHECK(keeps_flat_images(R"({"op": "unsharp_mask", "sigma": 2, "alpha": 3, "threshold": 0})"));
}

TEST_CASE("unsharp_mask: what it adds is the difference from a blur, less the threshold") {
  const double sigma = 1.3, alpha = 0.7, threshold = 0.05;
  const std::string json = op_json("unsharp_mask", {{"sigma", sigma}, {"alpha", alpha}, {"threshold", threshold}});
  const int radius = static_cast<int>(std::ceil(4 * sigma));
  for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
    const Image image = pattern({21, 26}, 3, dtype);
    const Doubles in = doubles_of(image);
    const Doubles expected = made_by(image, [&](int y, int x, int c) {
      double sum = 0, total = 0;
      for (int dy = -radius; dy <= radius; ++dy) {
        for (int dx = -radius; dx <= radius; ++dx) {
          const double weight = std::exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
          sum += weight * in.reflected(y + dy, x + dx, c);
          total += weight;
        }
      }
      const double detail = in.at(y, x, c) - sum / total;
      const double counted = std::max(0.0, std::fabs(detail) - threshold);
      return in.at(y, x, c) + alpha * (detail < 0 ? -counted : counted);
    });
    CHECK(largest_error(applied(json, image), expected) <= rounding_of(dtype));
  }
}

TEST_CASE("unsharp_mask: the same in every type") {
  CHECK(same_in_every_type(R"({"op": "unsharp_mask", "sigma": 2, "alpha": 0.5, "threshold": 0.02})"));
}
