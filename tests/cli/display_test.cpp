#include "cli/display.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "cli/contact_sheet.h"

using namespace augshard;

namespace {

constexpr int kCellHeight = 240;

template <class T>
Image image_of(Size size, int channels, DType dtype, const std::vector<T>& values) {
  Image image(size, channels, dtype);
  std::copy(values.begin(), values.end(), image.values<T>().begin());
  return image;
}

std::array<int, 3> pixel(const Image& image, int x, int y) {
  const std::uint8_t* at = image.row<std::uint8_t>(y) + 3 * x;
  return {at[0], at[1], at[2]};
}

std::array<int, 3> as_array(Color color) { return {color.red, color.green, color.blue}; }

Sample gray_sample(Size size, std::uint8_t level) {
  Sample sample;
  sample.image = Image(size, 3, DType::uint8);
  std::ranges::fill(sample.image.values<std::uint8_t>(), level);
  return sample;
}

void add_mask(Sample& sample, std::uint8_t left, std::uint8_t right) {
  Image mask(sample.image.size(), 1, DType::uint8);
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) mask.row<std::uint8_t>(y)[x] = x < mask.width() / 2 ? left : right;
  }
  sample.masks.push_back(std::move(mask));
}

MaskTarget label_target() {
  MaskTarget target;
  target.ignore = 255;
  target.fill = 255;
  return target;
}

}  // namespace

TEST_CASE("class colours are those of PASCAL VOC") {
  CHECK(as_array(class_color(0)) == std::array{0, 0, 0});
  CHECK(as_array(class_color(1)) == std::array{128, 0, 0});
  CHECK(as_array(class_color(2)) == std::array{0, 128, 0});
  CHECK(as_array(class_color(15)) == std::array{192, 128, 128});  // person
  CHECK(as_array(class_color(20)) == std::array{0, 64, 128});     // tv monitor
  CHECK(as_array(class_color(255)) == std::array{224, 224, 192});
}

TEST_CASE("8-bit RGB is shown as it is") {
  const Image image = image_of<std::uint8_t>({1, 2}, 3, DType::uint8, {1, 2, 3, 254, 0, 255});
  const Image shown = display_rgb(image);
  CHECK(std::ranges::equal(shown.values<std::uint8_t>(), image.values<std::uint8_t>()));
}

TEST_CASE("one and two channels are gray, further channels are left out") {
  CHECK(pixel(display_rgb(image_of<std::uint8_t>({1, 1}, 1, DType::uint8, {7})), 0, 0) == std::array{7, 7, 7});
  CHECK(pixel(display_rgb(image_of<std::uint8_t>({1, 1}, 2, DType::uint8, {7, 200})), 0, 0) == std::array{7, 7, 7});
  CHECK(pixel(display_rgb(image_of<std::uint8_t>({1, 1}, 5, DType::uint8, {7, 8, 9, 10, 11})), 0, 0) ==
        std::array{7, 8, 9});
}

TEST_CASE("16 bits are shown over the range of their bit depth") {
  const Image twelve_bits = display_rgb(image_of<std::uint16_t>({1, 2}, 1, DType::uint16, {4095, 0}));
  CHECK(pixel(twelve_bits, 0, 0) == std::array{255, 255, 255});
  CHECK(pixel(twelve_bits, 1, 0) == std::array{0, 0, 0});
  const Image darker = display_rgb(image_of<std::uint16_t>({1, 1}, 1, DType::uint16, {3000}));
  CHECK(pixel(darker, 0, 0) == std::array{187, 187, 187});
  const Image all_bits = display_rgb(image_of<std::uint16_t>({1, 2}, 1, DType::uint16, {65535, 257}));
  CHECK(pixel(all_bits, 1, 0) == std::array{1, 1, 1});
}

TEST_CASE("floats are shown over 0..1, or over their own range where they leave it") {
  const Image inside = display_rgb(image_of<float>({1, 2}, 1, DType::float32, {0.2F, 0.6F}));
  CHECK(pixel(inside, 0, 0) == std::array{51, 51, 51});
  const Image outside = display_rgb(image_of<float>({1, 3}, 1, DType::float32, {-2.0F, 0.0F, 2.0F}));
  CHECK(pixel(outside, 0, 0) == std::array{0, 0, 0});
  CHECK(pixel(outside, 1, 0) == std::array{128, 128, 128});
  CHECK(pixel(outside, 2, 0) == std::array{255, 255, 255});
  const Image flat = display_rgb(image_of<float>({1, 1}, 1, DType::float32, {7.0F}));
  CHECK(pixel(flat, 0, 0) == std::array{0, 0, 0});
}

TEST_CASE("a drawing has the height asked for and the sample's shape") {
  const Sample sample = gray_sample({50, 120}, 100);
  const Image picture = draw_sample(sample, {}, 240);
  CHECK(picture.height() == 240);
  CHECK(picture.width() == 576);
  CHECK(pixel(picture, 300, 100) == std::array{100, 100, 100});
}

TEST_CASE("labels are tinted, id 0 is not, ignored pixels are hatched in gray") {
  const std::vector<MaskTarget> targets{label_target()};
  Sample sample = gray_sample({100, 100}, 100);
  add_mask(sample, 0, 1);
  const Image picture = draw_sample(sample, targets, 100);
  CHECK(pixel(picture, 10, 50) == std::array{100, 100, 100});
  const auto tinted = pixel(picture, 90, 50);
  CHECK(tinted[0] > 100);
  CHECK(tinted[1] < 100);
  CHECK(tinted[1] == tinted[2]);

  sample.masks.clear();
  add_mask(sample, 255, 255);
  const Image hatched = draw_sample(sample, targets, 100);
  const auto first = pixel(hatched, 50, 50);
  const auto second = pixel(hatched, 54, 50);
  CHECK(first != second);
  CHECK(first[0] == first[1]);
  CHECK(second[0] == second[2]);
}

TEST_CASE("an outline runs where two labels meet, and nowhere else") {
  const std::vector<MaskTarget> targets{label_target()};
  Sample sample = gray_sample({100, 100}, 0);
  add_mask(sample, 1, 2);
  const Image picture = draw_sample(sample, targets, 100);
  for (int x = 0; x < 100; ++x) {
    const auto at = pixel(picture, x, 50);
    CHECK((*std::min_element(at.begin(), at.end()) > 150) == (x == 49));
  }
}

TEST_CASE("boxes and keypoints are drawn at their scaled places") {
  Sample sample = gray_sample({50, 50}, 100);
  sample.objects.push_back({object_of({10, 10, 40, 40}, 0)});
  sample.keypoints.push_back({{{25, 25}}});
  const Image picture = draw_sample(sample, {}, 100);
  const std::array plain{100, 100, 100};
  CHECK(pixel(picture, 20, 50) != plain);  // left edge
  CHECK(pixel(picture, 80, 30) != plain);  // right edge
  CHECK(pixel(picture, 30, 30) == plain);  // inside
  CHECK(pixel(picture, 50, 50) == std::array{255, 255, 0});
}

TEST_CASE("a sheet has room for its widest cells, and an empty cell keeps its place") {
  std::vector<std::vector<SheetCell>> rows(2);
  for (auto& row : rows) {
    row.push_back({draw_sample(gray_sample({60, 60}, 200), {}, kCellHeight), "source"});
    row.push_back({Image(), "copy 1: too-small"});
  }
  rows[1][0].picture = draw_sample(gray_sample({60, 120}, 200), {}, kCellHeight);
  const Image sheet = draw_contact_sheet(rows, kCellHeight);
  CHECK(sheet.channels() == 3);
  CHECK(sheet.width() > 2 * kCellHeight + kCellHeight / 2);
  CHECK(sheet.height() > 2 * kCellHeight);
  CHECK(pixel(sheet, 20, 20) == std::array{200, 200, 200});
  CHECK(pixel(sheet, 2 * kCellHeight + 20, 20) == std::array{80, 80, 80});
}
