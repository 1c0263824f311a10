#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

#include "ops/kernels/jpeg_round_trip.h"

namespace {

Image smooth(Size size, int channels, DType dtype) {
  Image image(size, channels, dtype);
  visit_dtype(dtype, [&](auto zero) {
    using T = decltype(zero);
    for (std::size_t i = 0; i < image.value_count(); ++i) {
      const auto pixel = i / static_cast<std::size_t>(channels);
      const double x = static_cast<double>(pixel % static_cast<std::size_t>(size.width)) / size.width;
      image.values<T>()[i] = static_cast<T>((0.2 + 0.6 * x) * range_of(dtype));
    }
  });
  return image;
}

}  // namespace

TEST_CASE("high quality stays near, low quality goes away") {
  for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
    for (const int channels : {1, 3}) {
      const Image image = smooth({37, 53}, channels, dtype);
      CHECK(largest_difference(applied(R"({"op": "image_compression", "quality": 100})", image), image) < 0.012);
      const Image noisy = pattern({37, 53}, channels, dtype);
      CHECK(largest_difference(applied(R"({"op": "image_compression", "quality": 5})", noisy), noisy) > 0.2);
    }
  }
}

TEST_CASE("wider types come back with the 256 levels of the 8-bit trip") {
  const Image wide = smooth({24, 24}, 1, DType::uint16);
  const Image result = applied(R"({"op": "image_compression", "quality": 80})", wide);
  bool levels = true;
  for (const std::uint16_t v : result.values<std::uint16_t>()) levels = levels && v % 257 == 0;
  CHECK(levels);
}

TEST_CASE("an image wider than the format allows goes in tiles") {
  Image image({2, 65600}, 1, DType::uint8);
  for (std::uint8_t& v : image.values<std::uint8_t>()) v = 100;
  const Image before = image.clone();
  jpeg_round_trip(image, 90);
  CHECK(same(image, before));
}
