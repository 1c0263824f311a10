#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

// A smooth scene, known between the pixels too.
double scene(double x, double y) { return 0.5 + 0.25 * std::sin(x / 9) + 0.2 * std::cos(y / 7 + x / 23); }

}  // namespace

TEST_CASE("zoom_blur: 1 is the identity, flat images stay") {
  CHECK(is_identity(R"({"op": "zoom_blur", "zoom": 1})"));
  CHECK(keeps_flat_images(R"({"op": "zoom_blur", "zoom": 1.3})"));
}

TEST_CASE("zoom_blur: the mean over enlargements spaced evenly in their logarithm") {
  Image image({80, 101}, 1, DType::float32);
  const double cx = 50, cy = 39.5;
  for (int y = 0; y < 80; ++y) {
    for (int x = 0; x < 101; ++x) image.row<float>(y)[x] = static_cast<float>(scene(x, y));
  }
  for (const double zoom : {1.04, 1.2, 1.6}) {
    // The longer side's end moves 50.5 (1 - 1 / zoom) pixels: 2, 16 and 32 copies lie at most a pixel apart.
    const int copies = zoom < 1.1 ? 2 : zoom < 1.5 ? 16 : 32;
    const Doubles expected = made_by(image, [&](int y, int x, int) {
      double sum = 0;
      for (int i = 0; i < copies; ++i) {
        const double z = std::pow(zoom, static_cast<double>(i) / (copies - 1));
        sum += scene(cx + (x - cx) / z, cy + (y - cy) / z);
      }
      return sum / copies;
    });
    CHECK(largest_error(applied(op_json("zoom_blur", {{"zoom", zoom}}), image), expected) < 0.004);
  }
}

TEST_CASE("zoom_blur: the middle pixel stays, others smear along their radius only") {
  Image image = flat_image({41, 41}, 1, 0);
  image.row<float>(20)[20] = 1;
  CHECK(applied(R"({"op": "zoom_blur", "zoom": 1.2})", image).row<float>(20)[20] == 1.0F);
  image.row<float>(20)[20] = 0;
  image.row<float>(20)[32] = 1;
  const Image smeared = applied(R"({"op": "zoom_blur", "zoom": 1.2})", image);
  CHECK(smeared.row<float>(20)[34] > 0.1F);
  CHECK(smeared.row<float>(20)[30] == 0.0F);
  CHECK(smeared.row<float>(23)[32] == 0.0F);
  CHECK(same_in_every_type(R"({"op": "zoom_blur", "zoom": 1.2})"));
}
