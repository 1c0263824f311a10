#include <stdexcept>

#include "codec/jpeg_files.h"

using namespace augshard;
using namespace augshard::test;

namespace {

Image crop(const Image& image, const Rect& region) {
  const int channels = image.channels();
  Image part({region.height, region.width}, channels, image.dtype());
  for (int y = 0; y < region.height; ++y) {
    std::copy_n(image.row<std::uint8_t>(region.y + y) + region.x * channels, region.width * channels,
                part.row<std::uint8_t>(y));
  }
  return part;
}

class Regions {
 public:
  explicit Regions(Size frame) : frame_(frame) {}
  Rect next() {
    const int width = 1 + below(frame_.width);
    const int height = 1 + below(frame_.height);
    return {below(frame_.width - width + 1), below(frame_.height - height + 1), width, height};
  }

 private:
  int below(int bound) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<int>((state_ >> 33U) % static_cast<std::uint64_t>(bound));
  }
  Size frame_;
  std::uint64_t state_ = 99;
};

/// How many of `count` regions differ from the crop of the whole.
int differing(const Bytes& file, int count) {
  const Header header = header_of(file);
  const Image whole = image_of(file);
  Regions regions(header.size);
  int different = 0;
  for (int i = 0; i < count; ++i) {
    const Rect region = regions.next();
    const Expected<Image> part = decode_image_region(file, header, region);
    REQUIRE_MESSAGE(part.has_value(), part.error().message);
    if (!same_pixels(*part, crop(whole, region))) ++different;
  }
  return different;
}

}  // namespace

TEST_CASE("a region equals the crop of the whole: every sampling, baseline and progressive") {
  for (const Size size : {Size{97, 131}, Size{64, 64}, Size{40, 17}}) {
    const Image noise = textured<std::uint8_t>(size, 3, DType::uint8);
    for (const int horizontal : {1, 2, 4}) {
      for (const int vertical : {1, 2, 4}) {
        if (horizontal * vertical > 8) continue;  // more blocks than a scan may interleave
        for (const bool progressive : {false, true}) {
          JpegOptions options{.horizontal = horizontal, .vertical = vertical, .progressive = progressive};
          CAPTURE(size.width);
          CAPTURE(horizontal);
          CAPTURE(vertical);
          CAPTURE(progressive);
          CHECK(differing(jpeg_bytes(noise, JCS_RGB, options), 60) == 0);
        }
      }
    }
    CHECK(differing(jpeg_bytes(textured<std::uint8_t>(size, 1, DType::uint8), JCS_GRAYSCALE), 60) == 0);
    CHECK(differing(jpeg_bytes(textured<std::uint8_t>(size, 4, DType::uint8), JCS_CMYK), 60) == 0);
  }
}

TEST_CASE("a region equals the crop of the whole: strips of one pixel, where the border of what is decoded is near") {
  for (const int width : {16, 18, 33, 34}) {
    const Bytes file = jpeg_bytes(textured<std::uint8_t>({40, width}, 3, DType::uint8), JCS_RGB);
    const Header header = header_of(file);
    const Image whole = image_of(file);
    for (int x = 0; x < width; ++x) {
      for (const int y : {0, 15, 16, 33}) {
        const Rect region{x, y, 1, 5};
        CAPTURE(width);
        CAPTURE(x);
        CAPTURE(y);
        const Expected<Image> part = decode_image_region(file, header, region);
        REQUIRE(part.has_value());
        CHECK(same_pixels(*part, crop(whole, region)));
      }
    }
  }
}

TEST_CASE("a region equals the crop of the whole: real JPEG files") {
  const std::filesystem::path data = data_folder();
  if (data.empty()) return;
  auto files = files_in(data / "coco_cc" / "images", {".jpg"});
  for (const char* name : {"cymk.jpg", "down_sampled_grayscale_prog.jpg", "four_components.jpg", "huge_sof_number.jpg",
                           "sampling_factors.jpg", "weid_sampling_factors.jpg", "weird_components.jpg"}) {
    files.push_back(data / "codec_edge_mit" / name);
  }
  for (const char* name : {"exif_mit/Landscape_1.jpg", "photos/truck.jpg", "photos/groceries.jpg"})
    files.push_back(data / name);
  for (const auto& path : files) {
    CAPTURE(path.filename().string());
    CHECK(differing(read_file(path), 8) == 0);
  }
}

TEST_CASE("damage anywhere is found, wherever the region lies") {
  const Bytes file = jpeg_bytes(textured<std::uint8_t>({90, 80}, 3, DType::uint8), JCS_RGB);
  const Header header = header_of(file);
  const std::vector<Rect> regions{{0, 0, 10, 10}, {70, 80, 10, 10}, {20, 0, 9, 89}, {0, 40, 80, 1}};
  for (std::size_t size = file.size() - 1; size > file.size() / 4; size -= 37) {
    CAPTURE(size);
    for (const Rect& region : regions)
      CHECK_FALSE(decode_image_region({file.data(), size}, header, region).has_value());
  }
  int refused = 0;
  for (std::size_t i = 700; i < file.size(); i += 11) {
    Bytes changed = file;
    changed[i] ^= std::byte{0x10};
    const bool whole = decode_image(changed, header).has_value();
    refused += whole ? 0 : 1;
    CAPTURE(i);
    for (const Rect& region : regions) CHECK(decode_image_region(changed, header, region).has_value() == whole);
  }
  CHECK(refused > 10);
}

TEST_CASE("other formats are cropped; a region beyond the frame is a mistake of the caller") {
  const Image image = textured<std::uint8_t>({30, 20}, 3, DType::uint8);
  const Bytes file = encode_png(image);
  const Header header = header_of(file);
  const Expected<Image> part = decode_image_region(file, header, {3, 4, 10, 20});
  REQUIRE(part.has_value());
  CHECK(same_pixels(*part, crop(image, {3, 4, 10, 20})));
  const Expected<Image> whole = decode_image_region(file, header, {0, 0, 20, 30});
  REQUIRE(whole.has_value());
  CHECK(same_pixels(*whole, image));
  for (const Rect& region :
       {Rect{0, 0, 0, 5}, Rect{-1, 0, 5, 5}, Rect{0, 0, 21, 5}, Rect{15, 0, 6, 5}, Rect{0, 26, 5, 5}}) {
    CHECK_THROWS_AS(static_cast<void>(decode_image_region(file, header, region)), std::invalid_argument);
  }
}
