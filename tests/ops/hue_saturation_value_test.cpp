#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("zero shifts are the identity, and one component named leaves the others neutral") {
  CHECK(is_identity(R"({"op": "hue_saturation_value", "hue_deg": 0})"));
  CHECK(is_identity(R"({"op": "hue_saturation_value", "saturation": 0})"));
  CHECK(is_identity(R"({"op": "hue_saturation_value", "value": 0})"));
  CHECK(is_identity(R"({"op": "hue_saturation_value", "hue_deg": 360})"));
}

TEST_CASE("each shift alone on known colours") {
  CHECK(ints_of(applied(R"({"op": "hue_saturation_value", "hue_deg": 120})", rgb({200, 10, 30}))) ==
        std::vector{30, 200, 10});
  CHECK(ints_of(applied(R"({"op": "hue_saturation_value", "hue_deg": -60})", rgb({255, 255, 0}))) ==
        std::vector{255, 0, 0});
  // Saturation 0.5 becomes 0.75: the smallest channel falls from 100 to 50.
  CHECK(ints_of(applied(R"({"op": "hue_saturation_value", "saturation": 0.25})", rgb({200, 100, 150}))) ==
        std::vector{200, 50, 125});
  CHECK(ints_of(applied(R"({"op": "hue_saturation_value", "saturation": -1})", rgb({200, 100, 150}))) ==
        std::vector{200, 200, 200});
  // Value 100 becomes 151, the saturation stays 0.5.
  CHECK(ints_of(applied(R"({"op": "hue_saturation_value", "value": 0.2})", rgb({100, 50, 50}))) ==
        std::vector{151, 76, 76});
}

TEST_CASE("gray pixels stay gray, and a gray image only changes in value") {
  CHECK(ints_of(applied(R"({"op": "hue_saturation_value", "hue_deg": 90, "saturation": 1})", rgb({80, 80, 80}))) ==
        std::vector{80, 80, 80});
  CHECK(ints_of(applied(R"({"op": "hue_saturation_value", "hue_deg": 90, "saturation": 1, "value": 0.2})",
                        bytes({1, 2}, 1, {0, 230}))) == std::vector{51, 255});
}

TEST_CASE("floats above the nominal range are not clipped") {
  const auto result = values_of<float>(
      applied(R"({"op": "hue_saturation_value", "value": 0.5})", floats({1, 1}, 3, {2.0F, 1.0F, 1.0F})));
  CHECK(result[0] == doctest::Approx(2.5));
  CHECK(result[1] == doctest::Approx(1.25));
}

TEST_CASE("saturation and value may be multiplied, no further than the range goes") {
  const auto with = [](const std::string& rest) {
    return R"({"op": "hue_saturation_value", "mode": "multiply", )" + rest + "}";
  };
  // Saturation 0.5 becomes 0.75.
  CHECK(ints_of(applied(with(R"("saturation": 0.5)"), rgb({200, 100, 150}))) == std::vector{200, 50, 125});
  // 0.8 would become 1.6; gray and black stay.
  CHECK(ints_of(applied(with(R"("saturation": 1)"), rgb({200, 40, 120, 7, 7, 7, 0, 0, 0}))) ==
        std::vector{200, 0, 100, 7, 7, 7, 0, 0, 0});
  CHECK(ints_of(applied(with(R"("saturation": -1)"), rgb({200, 100, 150}))) == std::vector{200, 200, 200});
  // The value stops at 255, the saturation stays.
  CHECK(ints_of(applied(with(R"("value": 1)"), rgb({100, 50, 80, 200, 100, 150}))) ==
        std::vector{200, 100, 160, 255, 128, 191});
  CHECK(ints_of(applied(with(R"("hue_deg": 120, "saturation": 0.5)"), rgb({200, 100, 150}))) ==
        std::vector{125, 200, 50});
  CHECK(ints_of(applied(with(R"("value": 0.5)"), bytes({1, 2}, 1, {100, 200}))) == std::vector{150, 255});
  CHECK(is_identity(with(R"("hue_deg": 0)")));
}
