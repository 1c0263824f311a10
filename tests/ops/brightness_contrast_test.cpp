#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("brightness is added as a fraction of the range and clipped") {
  const Image image = bytes({1, 4}, 1, {0, 100, 200, 250});
  CHECK(ints_of(applied(R"({"op": "brightness_contrast", "brightness": 0.1})", image)) ==
        std::vector{26, 126, 226, 255});  // 25.5 rounds to even
  CHECK(ints_of(applied(R"({"op": "brightness_contrast", "brightness": -0.4})", image)) == std::vector{0, 0, 98, 148});
  const Image wide = image_of<std::uint16_t>({1, 2}, 1, {1000, 65000});
  CHECK(values_of<std::uint16_t>(applied(R"({"op": "brightness_contrast", "brightness": 0.1})", wide)) ==
        std::vector<std::uint16_t>{7554, 65535});
}

TEST_CASE("contrast scales about the mean gray") {
  const Image gray = bytes({1, 2}, 1, {90, 110});
  CHECK(ints_of(applied(R"({"op": "brightness_contrast", "contrast": 0.5})", gray)) == std::vector{85, 115});
  CHECK(ints_of(applied(R"({"op": "brightness_contrast", "contrast": -1})", gray)) == std::vector{100, 100});
  const Image flat = bytes({1, 2}, 1, {77, 77});
  CHECK(same(applied(R"({"op": "brightness_contrast", "contrast": 0.7})", flat), flat));
  // Rec. 601: pure green weighs 0.587.
  CHECK(ints_of(applied(R"({"op": "brightness_contrast", "contrast": -1})", rgb({0, 200, 0}))) ==
        std::vector{117, 117, 117});
}

TEST_CASE("float images are not clipped") {
  const Image image = floats({1, 2}, 1, {-0.5F, 1.5F});
  CHECK(values_of<float>(applied(R"({"op": "brightness_contrast", "contrast": 1, "brightness": 0.25})", image)) ==
        std::vector{-1.25F, 2.75F});
}

TEST_CASE("one component named leaves the other neutral") {
  CHECK(is_identity(R"({"op": "brightness_contrast", "brightness": 0})"));
  CHECK(is_identity(R"({"op": "brightness_contrast", "contrast": 0})"));
}

TEST_CASE("brightness may be a factor, in any order with contrast") {
  CHECK(ints_of(applied(R"({"op": "brightness_contrast", "brightness": 0.5, "brightness_mode": "multiply"})",
                        bytes({1, 3}, 1, {0, 100, 200}))) == std::vector{0, 150, 255});
  // Mean 100: (90 - 100) * 1.5 + 100 = 85, times 1.2.
  CHECK(ints_of(applied(
            R"({"op": "brightness_contrast", "brightness": 0.2, "contrast": 0.5, "brightness_mode": "multiply"})",
            bytes({1, 2}, 1, {90, 110}))) == std::vector{102, 138});
  CHECK(is_identity(R"({"op": "brightness_contrast", "contrast": 0, "brightness_mode": "multiply"})"));
}

TEST_CASE("contrast about each channel's mean leaves the means, about black it leaves black") {
  const Image image = rgb({50, 100, 150, 70, 140, 170});
  CHECK(ints_of(applied(R"({"op": "brightness_contrast", "contrast": -0.5, "contrast_about": "channel_means"})",
                        image)) == std::vector{55, 110, 155, 65, 130, 165});
  CHECK(ints_of(applied(R"({"op": "brightness_contrast", "contrast": -0.5, "contrast_about": "black"})", image)) ==
        std::vector{25, 50, 75, 35, 70, 85});
  CHECK(difference_over_types(R"({"op": "brightness_contrast", "contrast": 0.4, "contrast_about": "channel_means"})") <
        1e-6);
}
