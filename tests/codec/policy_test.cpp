#include <cmath>

#include "codec/files.h"

using namespace augshard;
using namespace augshard::test;

namespace {

using Bytes8 = std::vector<std::uint8_t>;

Image row_of(int channels, const Bytes8& values) {
  return make_image<std::uint8_t>({1, static_cast<int>(values.size()) / channels}, channels, DType::uint8, values);
}

ImageTarget policy(AlphaPolicy alpha, ColorPolicy color) {
  ImageTarget target;
  target.alpha = alpha;
  target.color = color;
  return target;
}

Bytes8 after(int channels, const Bytes8& values, bool has_alpha, AlphaPolicy alpha, ColorPolicy color) {
  return values_of<std::uint8_t>(apply_color_policy(row_of(channels, values), has_alpha, policy(alpha, color)));
}

}  // namespace

TEST_CASE("gray to RGB repeats, RGB to gray weighs by Rec. 601") {
  CHECK(after(1, {5, 6}, false, AlphaPolicy::keep, ColorPolicy::rgb) == Bytes8{5, 5, 5, 6, 6, 6});
  CHECK(after(3, {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255}, false, AlphaPolicy::keep, ColorPolicy::gray) ==
        Bytes8{76, 150, 29, 255});
  CHECK(after(3, {1, 2, 3}, false, AlphaPolicy::keep, ColorPolicy::rgb) == Bytes8{1, 2, 3});
  const Image deep = make_image<std::uint16_t>({1, 1}, 3, DType::uint16, {65535, 65535, 65535});
  CHECK(apply_color_policy(deep.clone(), false, policy(AlphaPolicy::keep, ColorPolicy::gray))
            .values<std::uint16_t>()[0] == 65535);
  const Image real = make_image<float>({1, 1}, 3, DType::float32, {0.5F, 0.5F, 0.5F});
  CHECK(apply_color_policy(real.clone(), false, policy(AlphaPolicy::keep, ColorPolicy::gray)).values<float>()[0] ==
        0.5F);
}

TEST_CASE("alpha is kept, dropped, or the image composited on black") {
  const Bytes8 rgba{200, 100, 50, 255, 200, 100, 50, 128, 200, 100, 50, 0};
  CHECK(after(4, rgba, true, AlphaPolicy::keep, ColorPolicy::keep) == rgba);
  CHECK(after(4, rgba, true, AlphaPolicy::drop, ColorPolicy::keep) == Bytes8{200, 100, 50, 200, 100, 50, 200, 100, 50});
  CHECK(after(4, rgba, true, AlphaPolicy::composite, ColorPolicy::keep) == Bytes8{200, 100, 50, 100, 50, 25, 0, 0, 0});
  CHECK(after(2, {200, 128}, true, AlphaPolicy::composite, ColorPolicy::rgb) == Bytes8{100, 100, 100});
  CHECK(after(2, {200, 128}, true, AlphaPolicy::keep, ColorPolicy::rgb) == Bytes8{200, 200, 200, 128});
  CHECK(after(4, {255, 0, 0, 7}, true, AlphaPolicy::keep, ColorPolicy::gray) == Bytes8{76, 7});
  const Image real = make_image<float>({1, 1}, 2, DType::float32, {0.5F, 0.5F});
  CHECK(apply_color_policy(real.clone(), true, policy(AlphaPolicy::composite, ColorPolicy::keep)).values<float>()[0] ==
        0.25F);
}

TEST_CASE("channels that are neither gray nor RGB are left alone") {
  CHECK(after(5, {1, 2, 3, 4, 5}, false, AlphaPolicy::drop, ColorPolicy::gray) == Bytes8{1, 2, 3, 4, 5});
  CHECK(after(4, {1, 2, 3, 4}, false, AlphaPolicy::drop, ColorPolicy::gray) == Bytes8{1, 2, 3, 4});
}

TEST_CASE("channels_after_policy() foresees apply_color_policy()") {
  for (const int channels : {1, 2, 3, 4, 5}) {
    for (const bool alpha : {false, true}) {
      if (alpha && channels != 2 && channels != 4) continue;
      for (const AlphaPolicy a : {AlphaPolicy::keep, AlphaPolicy::drop, AlphaPolicy::composite}) {
        for (const ColorPolicy c : {ColorPolicy::keep, ColorPolicy::rgb, ColorPolicy::gray}) {
          Header header;
          header.channels = channels;
          header.alpha = alpha;
          const Image image =
              apply_color_policy(textured<std::uint8_t>({2, 3}, channels, DType::uint8), alpha, policy(a, c));
          CHECK(image.channels() == channels_after_policy(header, policy(a, c)));
        }
      }
    }
  }
}

TEST_CASE("turn_upright: the eight orientations of a 2 x 3 image") {
  // 1 2 3
  // 4 5 6
  const std::vector<Bytes8> expected{{1, 2, 3, 4, 5, 6}, {3, 2, 1, 6, 5, 4}, {6, 5, 4, 3, 2, 1}, {4, 5, 6, 1, 2, 3},
                                     {1, 4, 2, 5, 3, 6}, {4, 1, 5, 2, 6, 3}, {6, 3, 5, 2, 4, 1}, {3, 6, 2, 5, 1, 4}};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    const Image image = make_image<std::uint8_t>({2, 3}, 1, DType::uint8, {1, 2, 3, 4, 5, 6});
    const Image upright = turn_upright(image.clone(), orientation);
    CHECK(upright.size() == (orientation < 5 ? Size{2, 3} : Size{3, 2}));
    CHECK(upright.size() == upright_size(image.size(), orientation));
    CHECK(values_of<std::uint8_t>(upright) == expected[static_cast<std::size_t>(orientation - 1)]);
  }
}

TEST_CASE("turn_upright: pixels of any size move whole") {
  const std::vector<int> undo{1, 2, 3, 4, 5, 8, 7, 6};
  for (const int channels : {1, 2, 3, 4, 5}) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      const Image small = textured<std::uint8_t>({45, 70}, channels, DType::uint8);
      const int back = undo[static_cast<std::size_t>(orientation - 1)];
      CHECK(same_pixels(turn_upright(turn_upright(small.clone(), orientation), back), small));
      const Image deep = textured<std::uint16_t>({33, 65}, channels, DType::uint16);
      CHECK(same_pixels(turn_upright(turn_upright(deep.clone(), orientation), back), deep));
    }
  }
}

TEST_CASE("one landscape in all eight orientations turns upright to the same picture") {
  const std::filesystem::path data = data_folder();
  if (data.empty()) return;
  const Image wanted = image_of(read_file(data / "exif_mit" / "Landscape_1.jpg"));
  for (int orientation = 2; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    const Bytes file = read_file(data / "exif_mit" / ("Landscape_" + std::to_string(orientation) + ".jpg"));
    CHECK(header_of(file).orientation == orientation);
    const Image upright = turn_upright(image_of(file), orientation);
    REQUIRE(upright.size() == wanted.size());
    CHECK(mean_difference(upright, wanted) < 5);
    CHECK(mean_difference(turn_upright(upright.clone(), 2), wanted) > 15);
  }
}
