#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

#include <opencv2/imgproc.hpp>

#include "sample/cv_view.h"

TEST_CASE("sigma 0 is the identity, and so is one too small to reach the next pixel") {
  CHECK(is_identity(R"({"op": "gaussian_blur", "sigma": 0})"));
  CHECK(is_identity(R"({"op": "gaussian_blur", "sigma": 0.01})"));
}

TEST_CASE("a flat image keeps its value") {
  for (const char* json : {R"({"op": "gaussian_blur", "sigma": 0.6})", R"({"op": "gaussian_blur", "sigma": 3.3})",
                           R"({"op": "gaussian_blur", "sigma": 10})", R"({"op": "gaussian_blur", "sigma": 40})"}) {
    for (const int value : {0, 1, 77, 254, 255}) {
      Image image({6, 30}, 3, DType::uint8);
      for (std::uint8_t& v : image.values<std::uint8_t>()) v = static_cast<std::uint8_t>(value);
      CHECK(same(applied(json, image), image));
    }
  }
}

TEST_CASE("it agrees with OpenCV to the rounding of each type") {
  for (const double sigma : {0.5, 1.0, 2.7}) {
    const std::string object = op_json("gaussian_blur", {{"sigma", sigma}});
    for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
      const Image image = pattern({40, 51}, 3, dtype);
      Image expected = image.clone();
      cv::Mat view = cv_view(expected);
      const int radius = static_cast<int>(std::ceil((dtype == DType::uint8 ? 3 : 4) * sigma));
      cv::GaussianBlur(cv_view(image), view, {2 * radius + 1, 2 * radius + 1}, sigma, sigma, cv::BORDER_REFLECT_101);
      const double tolerance = dtype == DType::uint8 ? 2.01 / 255 : dtype == DType::uint16 ? 2.01 / 65535 : 1e-6;
      CHECK(largest_difference(applied(object, image), expected) <= tolerance);
    }
  }
}

TEST_CASE("8-bit results are those of float arithmetic to the last level") {
  for (const double sigma : {0.7, 1.0, 3.0, 9.0}) {
    const std::string object = op_json("gaussian_blur", {{"sigma", sigma}});
    const Image image = pattern({45, 70}, 3, DType::uint8);
    Image fractions(image.size(), 3, DType::float32);
    for (std::size_t i = 0; i < image.value_count(); ++i) {
      fractions.values<float>()[i] = static_cast<float>(image.values<std::uint8_t>()[i]);
    }
    const Image exact = applied(object, fractions);
    const Image result = applied(object, image);
    double largest = 0;
    for (std::size_t i = 0; i < image.value_count(); ++i) {
      const double difference =
          static_cast<double>(result.values<std::uint8_t>()[i]) - static_cast<double>(exact.values<float>()[i]);
      largest = std::max(largest, std::fabs(difference));
    }
    CHECK(largest < 1.5);  // rounding 0.5, sums 0.3, the shorter tail
  }
}

TEST_CASE("an image smaller than the kernel is reflected again and again") {
  const Image image = bytes({1, 2}, 1, {0, 200});
  const auto result = ints_of(applied(R"({"op": "gaussian_blur", "sigma": 8})", image));
  CHECK(std::abs(result[0] - 100) <= 1);
  CHECK(std::abs(result[1] - 100) <= 1);
}
