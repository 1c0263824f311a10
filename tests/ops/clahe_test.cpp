#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

#include <opencv2/imgproc.hpp>

#include "sample/cv_view.h"

TEST_CASE("a gray image gets OpenCV's bytes") {
  for (const DType dtype : {DType::uint8, DType::uint16}) {
    const Image image = pattern({50, 61}, 1, dtype);
    Image expected = image.clone();
    cv::Mat view = cv_view(expected);
    cv::createCLAHE(2, {4, 3})->apply(cv_view(image), view);
    CHECK(same(applied(R"({"op": "clahe", "clip_limit": 2, "tiles": [4, 3]})", image), expected));
  }
}

TEST_CASE("colours keep the differences of their channels where nothing is clipped") {
  Image image = pattern({48, 48}, 3, DType::uint8);
  for (std::uint8_t& v : image.values<std::uint8_t>()) v = static_cast<std::uint8_t>(100 + v / 16);
  const Image result = applied(R"({"op": "clahe", "clip_limit": 1})", image);
  CHECK_FALSE(same(result, image));
  for (std::size_t i = 0; i < image.value_count(); i += 3) {
    const auto a = image.values<std::uint8_t>().subspan(i, 3);
    const auto b = result.values<std::uint8_t>().subspan(i, 3);
    if (*std::max_element(b.begin(), b.end()) == 255 || *std::min_element(b.begin(), b.end()) == 0) continue;
    CHECK(a[0] - a[1] == b[0] - b[1]);
    CHECK(a[1] - a[2] == b[1] - b[2]);
  }
}

TEST_CASE("contrast grows in a dull image") {
  Image image = pattern({64, 64}, 1, DType::uint8);
  for (std::uint8_t& v : image.values<std::uint8_t>()) v = static_cast<std::uint8_t>(120 + v / 32);
  const auto values = ints_of(applied(R"({"op": "clahe", "clip_limit": 4})", image));
  CHECK(*std::max_element(values.begin(), values.end()) - *std::min_element(values.begin(), values.end()) > 30);
}

TEST_CASE("tiles must be two whole numbers") {
  CHECK(refused(R"({"op": "clahe", "tiles": [8]})", "rule"));
  CHECK(refused(R"({"op": "clahe", "tiles": [8, 7.5]})", "rule"));
}
