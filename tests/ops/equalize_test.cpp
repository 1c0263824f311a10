#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

#include <opencv2/imgproc.hpp>

#include "sample/cv_view.h"

TEST_CASE("the method cv gives OpenCV's bytes") {
  for (const Size size : {Size{40, 37}, Size{3, 2}, Size{1, 1}}) {
    const Image image = pattern(size, 1, DType::uint8);
    Image expected = image.clone();
    cv::Mat view = cv_view(expected);
    cv::equalizeHist(cv_view(image), view);
    CHECK(same(applied(R"({"op": "equalize"})", image), expected));
  }
}

TEST_CASE("the method pil: a quarter of the pixels at each of four values") {
  // 1024 pixels, the brightest value 256 times: steps of (1024 - 256) / 255 = 3 pixels, the first after 1.
  std::vector<std::uint8_t> values;
  for (const std::uint8_t v : std::initializer_list<std::uint8_t>{10, 20, 30, 40}) values.insert(values.end(), 256, v);
  const auto result = ints_of(applied(R"({"op": "equalize", "method": "pil"})", bytes({32, 32}, 1, values)));
  CHECK(std::vector{result[0], result[256], result[512], result[768]} == std::vector{0, 85, 171, 255});
}

TEST_CASE("few pixels or one value stay as they are with pil; one value stays with cv") {
  const Image few = bytes({1, 4}, 1, {1, 2, 3, 4});
  CHECK(same(applied(R"({"op": "equalize", "method": "pil"})", few), few));
  const Image flat = image_of<std::uint16_t>({2, 2}, 1, {700, 700, 700, 700});
  CHECK(same(applied(R"({"op": "equalize"})", flat), flat));
  CHECK(same(applied(R"({"op": "equalize", "method": "pil"})", flat), flat));
}

TEST_CASE("16-bit images use the whole 16-bit range, each channel on its own") {
  const auto result = values_of<std::uint16_t>(
      applied(R"({"op": "equalize"})", image_of<std::uint16_t>({1, 3}, 2, {100, 9, 200, 9, 300, 9})));
  CHECK(result == std::vector<std::uint16_t>{0, 9, 32768, 9, 65535, 9});
}

TEST_CASE("the luma alone: every channel moves by what the luma does, as in a gray image") {
  Image image = pattern({48, 48}, 3, DType::uint8);
  for (std::uint8_t& v : image.values<std::uint8_t>()) v = static_cast<std::uint8_t>(110 + v / 16);
  for (const std::string method : {"cv", "pil"}) {
    const std::string rest = R"(, "method": ")" + method + R"("})";
    const Image luma = applied(R"({"op": "to_gray", "keep_channels": false})", image);
    const Image equalized = applied(R"({"op": "equalize")" + rest, luma);
    const Image result = applied(R"({"op": "equalize", "per_channel": false)" + rest, image);
    for (std::size_t i = 0; i < image.value_count(); ++i) {
      const int moved = int{image.values<std::uint8_t>()[i]} + equalized.values<std::uint8_t>()[i / 3] -
                        luma.values<std::uint8_t>()[i / 3];
      CHECK(result.values<std::uint8_t>()[i] == std::clamp(moved, 0, 255));
    }
  }
}
