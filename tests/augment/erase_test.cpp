#include "augment/erase.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace augshard;

namespace {

Image ramp(Size size, int channels) {
  Image image(size, channels, DType::uint8);
  for (std::size_t i = 0; i < image.value_count(); ++i) image.values<std::uint8_t>()[i] = static_cast<std::uint8_t>(i);
  return image;
}

Erasure with(std::vector<Rect> rects, Erasure::Paint paint) {
  Erasure erasure;
  erasure.rects = std::move(rects);
  erasure.fill = {0.5};
  erasure.paint = paint;
  erasure.noise_key = 11;
  return erasure;
}

}  // namespace

TEST_CASE("erasing touches the rectangles only, cut at the frame") {
  for (const auto paint : {Erasure::Paint::fill, Erasure::Paint::mean, Erasure::Paint::noise}) {
    const Image before = ramp({6, 10}, 3);
    Image after = before.clone();
    erase(after, with({{-2, 1, 4, 2}, {8, 4, 9, 9}, {20, 20, 3, 3}}, paint));
    for (int y = 0; y < 6; ++y) {
      for (int x = 0; x < 10; ++x) {
        const bool hit = (x < 2 && y >= 1 && y < 3) || (x >= 8 && y >= 4);
        const auto* a = before.row<std::uint8_t>(y) + 3 * x;
        const auto* b = after.row<std::uint8_t>(y) + 3 * x;
        CHECK(std::equal(a, a + 3, b) == !hit);
      }
    }
  }
}

TEST_CASE("an area erases its pixels, in images and in masks, beside the rectangles") {
  Erasure erasure = with({{0, 0, 1, 1}}, Erasure::Paint::fill);
  erasure.area = Image({3, 4}, 1, DType::uint8);
  const std::array<std::uint8_t, 12> area{0, 0, 0, 1, 0, 2, 3, 0, 255, 0, 0, 1};
  std::copy(area.begin(), area.end(), erasure.area.values<std::uint8_t>().begin());
  const Image before = ramp({3, 4}, 2);
  Image after = before.clone();
  erase(after, erasure);
  Image mask = ramp({3, 4}, 1);
  erase(mask, erasure, 99);
  for (std::size_t i = 0; i < 12; ++i) {
    const bool hit = i == 0 || area.at(i) != 0;
    CHECK(mask.values<std::uint8_t>()[i] == (hit ? 99 : i));
    for (const std::size_t value : {2 * i, 2 * i + 1}) {
      CHECK(after.values<std::uint8_t>()[value] == (hit ? 128 : before.values<std::uint8_t>()[value]));
    }
  }
}

TEST_CASE("the mean is that of each channel over the whole image") {
  Image image(Size{1, 4}, 2, DType::uint8);
  const std::array<std::uint8_t, 8> values{10, 0, 20, 0, 30, 0, 60, 200};
  std::copy(values.begin(), values.end(), image.values<std::uint8_t>().begin());
  erase(image, with({{0, 0, 1, 1}}, Erasure::Paint::mean));
  CHECK(image.values<std::uint8_t>()[0] == 30);
  CHECK(image.values<std::uint8_t>()[1] == 50);
}

TEST_CASE("noise covers the range evenly and is a function of key and place") {
  Image image(Size{100, 100}, 3, DType::float32);
  erase(image, with({{0, 0, 100, 100}}, Erasure::Paint::noise));
  std::array<int, 10> tenths{};
  for (const float v : image.values<float>()) ++tenths.at(static_cast<std::size_t>(v * 10));
  for (const int count : tenths) CHECK(std::abs(count - 3000) < 250);
  Image part(Size{100, 100}, 3, DType::float32);
  erase(part, with({{7, 50, 20, 1}}, Erasure::Paint::noise));
  CHECK(part.row<float>(50)[33] == image.row<float>(50)[33]);
}

TEST_CASE("masks of every type take the label") {
  for (const DType dtype : {DType::uint8, DType::uint16, DType::int32}) {
    Image mask(Size{2, 2}, 1, dtype);
    erase(mask, with({{0, 0, 2, 2}}, Erasure::Paint::fill), 200);
    visit_dtype(dtype, [&](auto zero) {
      using T = decltype(zero);
      for (const T id : mask.values<T>()) CHECK(id == T{200});
    });
  }
}
