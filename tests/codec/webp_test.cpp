#include "codec/files.h"
#include "codec/png_files.h"
#include "codec/webp_files.h"

using namespace augshard;
using namespace augshard::test;

namespace {

std::string little32(std::size_t value) {
  std::string text;
  for (int i = 0; i < 4; ++i, value >>= 8U) text += static_cast<char>(value & 0xFFU);
  return text;
}

std::string riff_chunk(const std::string& type, const std::string& body) {
  return type + little32(body.size()) + body + std::string(body.size() % 2, '\0');
}

Bytes riff(const std::string& chunks) { return as_bytes("RIFF" + little32(chunks.size() + 4) + "WEBP" + chunks); }

/// The chunk with the image in a file of the simple form.
std::string image_chunk(const Bytes& simple) {
  return {reinterpret_cast<const char*>(simple.data()) + 12, simple.size() - 12};
}

/// VP8X: flags and the size of the canvas.
std::string extended(char flags, Size size) {
  return riff_chunk("VP8X", flags + std::string(3, '\0') +
                                little32(static_cast<std::size_t>(size.width) - 1).substr(0, 3) +
                                little32(static_cast<std::size_t>(size.height) - 1).substr(0, 3));
}

}  // namespace

TEST_CASE("lossless WebP comes back exactly, with and without alpha") {
  for (const int channels : {3, 4}) {
    Image image = textured<std::uint8_t>({21, 34}, channels, DType::uint8);
    // The encoder may change colours that alpha hides.
    for (std::uint8_t& value : image.values<std::uint8_t>()) value = std::max(value, std::uint8_t{1});
    const Bytes file = lossless_webp(image);
    const Header header = header_of(file);
    CHECK(header.format == Format::webp);
    CHECK(header.size == image.size());
    CHECK(header.channels == channels);
    CHECK(header.alpha == (channels == 4));
    CHECK_FALSE(header.lossy);
    CHECK(same_pixels(image_of(file), image));
  }
}

TEST_CASE("lossy WebP is known as such and refused as a mask") {
  const Bytes file = lossy_webp(textured<std::uint8_t>({21, 34}, 3, DType::uint8));
  CHECK(header_of(file).lossy);
  CHECK(header_of(file).size == Size{21, 34});
  CHECK(refusal(file) == "");
  const Expected<Image> mask = decode_mask(file, header_of(file), MaskTarget{});
  REQUIRE_FALSE(mask.has_value());
  CHECK(mask.error().code == "mask-lossy");
}

TEST_CASE("WebP cut anywhere is an error") {
  const Image image = textured<std::uint8_t>({21, 34}, 3, DType::uint8);
  for (const Bytes& file : {lossless_webp(image), lossy_webp(image)}) {
    for (std::size_t size = 0; size + 2 < file.size(); ++size) {
      CAPTURE(size);
      CHECK(refusal({file.data(), size}) != "");
    }
  }
}

TEST_CASE("the extended form: orientation is read, animation refused") {
  const Image image = textured<std::uint8_t>({21, 34}, 3, DType::uint8);
  const std::string exif("II*\0\x08\0\0\0\1\0\x12\x01\3\0\1\0\0\0\x06\0\0\0\0\0\0\0", 26);
  const std::string picture = image_chunk(lossless_webp(image));
  for (const std::string& prefix : {std::string(), std::string("Exif\0\0", 6)}) {
    const Bytes file = riff(extended(0x08, image.size()) + picture + riff_chunk("EXIF", prefix + exif));
    CHECK(header_of(file).orientation == 6);
    CHECK(same_pixels(image_of(file), image));
  }
  const Bytes moving = riff(extended(0x02, image.size()) + riff_chunk("ANIM", std::string(6, '\0')) + picture);
  CHECK(refusal(moving) == "decode");
}
