#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

// De Casteljau on the four heights.
double bezier(double shadows, double highlights, double t) {
  const auto between = [t](double a, double b) { return a + t * (b - a); };
  const double a = between(0, shadows);
  const double b = between(shadows, highlights);
  const double c = between(highlights, 1);
  return between(between(a, b), between(b, c));
}

Image ramp() {
  std::vector<std::uint8_t> values(256);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::uint8_t>(i);
  return bytes({1, 256}, 1, values);
}

}  // namespace

TEST_CASE("points on the diagonal leave the image as it is") {
  const std::string neutral = R"({"op": "tone_curve", "shadows": 0.3333333333333333, "highlights": 0.6666666666666667)";
  const Image image = pattern({20, 20}, 3, DType::uint16);
  CHECK(same(applied(neutral + "}", image), image));
  CHECK(same(applied(neutral + R"(, "per_channel": true})", image), image));
}

TEST_CASE("every tone follows the Bezier curve; black and white stay") {
  for (const auto& [shadows, highlights] : {std::pair{0.25, 0.75}, {0.0, 1.0}, {0.5, 0.5}, {0.9, 0.1}}) {
    const auto result =
        ints_of(applied(op_json("tone_curve", {{"shadows", shadows}, {"highlights", highlights}}), ramp()));
    for (std::size_t v = 0; v < 256; ++v) {
      CHECK(result[v] ==
            static_cast<int>(std::nearbyint(255 * bezier(shadows, highlights, static_cast<double>(v) / 255))));
      if (v > 0 && shadows <= highlights) CHECK(result[v] >= result[v - 1]);
    }
    CHECK((result[0] == 0 && result[255] == 255));
  }
}

TEST_CASE("floats outside the range stay") {
  CHECK(values_of<float>(applied(op_json("tone_curve", {{"shadows", 0.1}, {"highlights", 0.9}}),
                                 floats({1, 4}, 1, {-0.5F, 0.0F, 1.0F, 1.5F}))) ==
        std::vector{-0.5F, 0.0F, 1.0F, 1.5F});
}

TEST_CASE("one curve for all channels, or one a channel; types agree") {
  std::vector<std::uint8_t> grays;
  for (int v = 0; v < 200; ++v) grays.insert(grays.end(), 3, static_cast<std::uint8_t>(v));
  const auto alike = [&](const std::string& json) {
    const auto values = ints_of(applied(json, rgb(grays)));
    for (std::size_t i = 0; i < values.size(); i += 3) {
      if (values[i] != values[i + 1] || values[i] != values[i + 2]) return false;
    }
    return true;
  };
  CHECK(alike(R"({"op": "tone_curve"})"));
  CHECK_FALSE(alike(R"({"op": "tone_curve", "per_channel": true})"));
  CHECK(difference_over_types(R"({"op": "tone_curve", "per_channel": true})") < 1e-6);
}
