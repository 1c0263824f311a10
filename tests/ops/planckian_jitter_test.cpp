#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

std::string jitter(double temperature, const std::string& illuminant) {
  return R"({"op": "planckian_jitter", "temperature_k": )" + std::to_string(temperature) + R"(, "illuminant": ")" +
         illuminant + R"("})";
}

// What becomes of a gray of 0.5.
std::vector<float> tinted(double temperature, const std::string& illuminant) {
  return values_of<float>(applied(jitter(temperature, illuminant), floats({1, 1}, 3, {0.5F, 0.5F, 0.5F})));
}

}  // namespace

TEST_CASE("red and blue take the published ratios, green stays") {
  const auto check = [](const std::vector<float>& got, double red, double blue) {
    CHECK(static_cast<double>(got[0]) == doctest::Approx(0.5 * red).epsilon(1e-6));
    CHECK(got[1] == 0.5F);
    CHECK(static_cast<double>(got[2]) == doctest::Approx(0.5 * blue).epsilon(1e-6));
  };
  check(tinted(3000, "blackbody"), 0.6743 / 0.4029, 0.0013 / 0.4029);
  check(tinted(6500, "blackbody"), 0.4816 / 0.4604, 0.4782 / 0.4604);
  check(tinted(15000, "blackbody"), 0.3503 / 0.4653, 0.6933 / 0.4653);
  check(tinted(4000, "daylight"), 0.5829 / 0.4421, 0.2288 / 0.4421);
  check(tinted(15000, "daylight"), 0.3217 / 0.4719, 0.6882 / 0.4719);
  // A quarter of the way from 5000 to 5500 K.
  check(tinted(5125, "blackbody"), (0.75 * 0.5376 + 0.25 * 0.5163) / (0.75 * 0.4515 + 0.25 * 0.4555),
        (0.75 * 0.3672 + 0.25 * 0.4103) / (0.75 * 0.4515 + 0.25 * 0.4555));
  check(tinted(3000, "daylight"), 0.5829 / 0.4421, 0.2288 / 0.4421);
}

TEST_CASE("a hotter light is less red and more blue, without steps") {
  for (const std::string illuminant : {"blackbody", "daylight"}) {
    for (double kelvin = 4000; kelvin < 15000; kelvin += 125) {
      const auto cool = tinted(kelvin, illuminant);
      const auto hot = tinted(kelvin + 125, illuminant);
      CHECK((hot[0] < cool[0] && hot[2] > cool[2]));
      CHECK((cool[0] - hot[0] < 0.02F && hot[2] - cool[2] < 0.05F));
    }
  }
}

TEST_CASE("daylight of about 6500 K is neutral; gray images have no colour") {
  const Image image = pattern({9, 9}, 3, DType::uint8);
  CHECK(largest_difference(applied(jitter(6500, "daylight"), image), image) < 1.01 / 255);
  const Image gray = pattern({9, 9}, 1, DType::uint8);
  CHECK(same(applied(jitter(3000, "blackbody"), gray), gray));
  CHECK(difference_over_types(jitter(4321, "blackbody")) < 1e-6);
}
