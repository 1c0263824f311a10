#include <array>

#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

std::string json_of(const std::string& mode, double cover, double opacity, double size = 0.05) {
  return R"({"op": "spatter", "mode": ")" + mode + R"(", "cover": )" + std::to_string(cover) + R"(, "opacity": )" +
         std::to_string(opacity) + R"(, "size_frac": )" + std::to_string(size) + "}";
}

}  // namespace

TEST_CASE("spatter: no cover and no opacity are the identity, full cover is the colour everywhere") {
  CHECK(is_identity(json_of("rain", 0, 1)));
  CHECK(is_identity(json_of("mud", 0.5, 0)));
  const Image all = applied(json_of("mud", 1, 1), pattern({40, 41}, 3, DType::uint8));
  const Doubles expected = made_by(all, [](int, int, int c) {
    return std::array{0.25, 0.16, 0.08}[static_cast<std::size_t>(c)];
  });
  CHECK(largest_error(all, expected) <= rounding_of(DType::uint8));
}

TEST_CASE("spatter: the share of the image asked for is covered") {
  const double gray = 0.299 * 0.69 + 0.587 * 0.93 + 0.114 * 0.93;
  for (const double size : {0.02, 0.2}) {
    for (const double cover : {0.05, 0.2, 0.5, 0.9}) {
      const Image result = applied(json_of("rain", cover, 1, size), flat_image({200, 240}, 1, 0));
      CHECK(std::fabs(mean_of(result) / gray - cover) < 0.02);
      double half = 0;
      for (const float v : result.values<float>()) half += static_cast<double>(v) > gray / 2 ? 1 : 0;
      CHECK(std::fabs(half / static_cast<double>(result.value_count()) - cover) < 0.002);
    }
  }
}

TEST_CASE("spatter: drops are blobs with narrow edges, not scattered pixels") {
  const Image result = applied(json_of("mud", 0.3, 1, 0.1), flat_image({200, 200}, 1, 1));
  int between = 0, changes = 0;
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x + 1 < 200; ++x) {
      const float v = result.row<float>(y)[x];
      between += v > 0.25F && v < 0.95F ? 1 : 0;
      changes += (v < 0.6F) != (result.row<float>(y)[x + 1] < 0.6F) ? 1 : 0;
    }
  }
  CHECK(changes > 100);
  CHECK(changes < 200 * 20);  // noise would change at 42 % of 40000 places
  CHECK(between < 3 * changes + 1000);
}

TEST_CASE("spatter: rain brightens a dark image, mud darkens a bright one; the same in every type") {
  CHECK(mean_of(applied(json_of("rain", 0.3, 0.8), flat_image({50, 50}, 3, 0.2))) > 0.3);
  CHECK(mean_of(applied(json_of("mud", 0.3, 0.8), flat_image({50, 50}, 3, 0.8))) < 0.7);
  CHECK(same_in_every_type(json_of("rain", 0.3, 0.8)));
}
