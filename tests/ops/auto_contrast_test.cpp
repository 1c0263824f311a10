#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("each channel is stretched to the whole range") {
  CHECK(ints_of(applied(R"({"op": "auto_contrast"})", bytes({1, 3}, 2, {50, 0, 75, 255, 100, 40}))) ==
        std::vector{0, 0, 128, 255, 255, 40});
  CHECK(values_of<std::uint16_t>(
            applied(R"({"op": "auto_contrast"})", image_of<std::uint16_t>({1, 3}, 1, {10, 20, 30}))) ==
        std::vector<std::uint16_t>{0, 32768, 65535});
  CHECK(values_of<float>(applied(R"({"op": "auto_contrast"})", floats({1, 3}, 1, {-1.0F, 0.0F, 3.0F}))) ==
        std::vector{0.0F, 0.25F, 1.0F});
}

TEST_CASE("a flat channel and a full one stay as they are") {
  const Image flat = bytes({1, 3}, 1, {9, 9, 9});
  CHECK(same(applied(R"({"op": "auto_contrast"})", flat), flat));
  const Image full = bytes({1, 3}, 1, {0, 77, 255});
  CHECK(same(applied(R"({"op": "auto_contrast"})", full), full));
}

TEST_CASE("the cutoff leaves that share of pixels at each end out of account") {
  std::vector<std::uint8_t> values{0, 255};
  for (int i = 0; i < 98; ++i) values.push_back(static_cast<std::uint8_t>(i % 2 == 0 ? 100 : 150));
  const auto result = ints_of(applied(R"({"op": "auto_contrast", "cutoff": 1})", bytes({10, 10}, 1, values)));
  CHECK(std::vector{result[0], result[1], result[2], result[3]} == std::vector{0, 255, 0, 255});
  std::vector<float> fractions;
  for (const std::uint8_t v : values) fractions.push_back(static_cast<float>(v) / 256);
  const auto stretched =
      values_of<float>(applied(R"({"op": "auto_contrast", "cutoff": 1})", floats({10, 10}, 1, fractions)));
  CHECK(stretched[2] == 0.0F);
  CHECK(stretched[3] == 1.0F);
}

TEST_CASE("all channels alike, by the gray values") {
  // Grays 50 and 150; what lies beyond them is clipped.
  const Image image = rgb({50, 50, 50, 150, 150, 150, 101, 101, 101, 200, 121, 101});
  CHECK(ints_of(applied(R"({"op": "auto_contrast", "per_channel": false})", image)) ==
        std::vector{0, 0, 0, 255, 255, 255, 130, 130, 130, 255, 181, 130});
  CHECK(difference_over_types(R"({"op": "auto_contrast", "per_channel": false, "cutoff": 2})") < 0.01);
  CHECK(refused(R"({"op": "auto_contrast", "per_channel": 3})", "type"));
}
