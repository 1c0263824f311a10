#include <string>

#include "codec/exif.h"
#include "codec/files.h"
#include "codec/png_files.h"

using namespace augshard;
using namespace augshard::test;

namespace {

std::string code_of(const Bytes& file, const DecodeLimits& limits = {}) {
  const Expected<Header> header = read_header(file, limits);
  return header ? "" : header.error().code;
}

/// SOI, an EXIF block where given, a frame header, the start of a scan: all that read_header() looks at.
Bytes jpeg_start(char height_low, char components, const std::string& exif = "") {
  std::string text = "\xFF\xD8";
  if (!exif.empty()) {
    const std::size_t length = exif.size() + 8;
    text += std::string("\xFF\xE1") + static_cast<char>(length >> 8U) + static_cast<char>(length & 0xFFU);
    text += std::string("Exif\0\0", 6) + exif;
  }
  const std::string samples =
      std::string("\1\x11\0\2\x11\0\3\x11\0\4\x11\0", 12).substr(0, static_cast<std::size_t>(components) * 3);
  text += std::string("\xFF\xC0\0", 3) + static_cast<char>(8 + samples.size()) + std::string("\x08\0", 2) + height_low;
  text += std::string("\0\7", 2) + components + samples + std::string("\xFF\xDA\0\2", 4);
  return as_bytes(text);
}

/// A little-endian EXIF block with one entry: the orientation.
std::string exif_block(char orientation) {
  return std::string("II*\0\x08\0\0\0\1\0\x12\x01\3\0\1\0\0\0", 18) + orientation + std::string("\0\0\0\0\0\0\0", 7);
}

std::string big_endian_exif_block(char orientation) {
  return std::string("MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0", 19) + orientation + std::string("\0\0\0\0\0\0", 6);
}

}  // namespace

TEST_CASE("only files that start like a known format are looked at") {
  CHECK(code_of({}) == "format");
  CHECK(code_of(as_bytes("GIF89a................")) == "format");
  CHECK(code_of(as_bytes("BM....................")) == "format");
  CHECK(code_of(as_bytes(std::string(128, '\0') + "DICM............")) == "format");
  CHECK(code_of(as_bytes("RIFF....WAVE")) == "format");
  CHECK(code_of(as_bytes("\xFF\xD8")) == "format");
  const Expected<Header> header = read_header(as_bytes("GIF89a"));
  REQUIRE_FALSE(header.has_value());
  CHECK(header.error().message == "not a JPEG, PNG, WebP or TIFF file: it starts with bytes 47 49 46 38 39 61");
}

TEST_CASE("a magic alone is a damaged file, never a crash") {
  for (const std::string& magic : {std::string("\xFF\xD8\xFF"), kPngSignature, std::string("RIFF\x04\0\0\0WEBP", 12),
                                   std::string("II*\0", 4), std::string("MM\0*", 4), std::string("II+\0", 4)}) {
    CHECK(code_of(as_bytes(magic)) == "decode");
    CHECK(code_of(as_bytes(magic + std::string(40, '\xFF'))) == "decode");
    CHECK(code_of(as_bytes(magic + std::string(40, '\0'))) == "decode");
  }
}

TEST_CASE("a JPEG header gives size, channels and orientation") {
  const Header gray = header_of(jpeg_start(5, 1));
  CHECK(gray.format == Format::jpeg);
  CHECK(gray.size == Size{5, 7});
  CHECK(gray.channels == 1);
  CHECK(gray.lossy);
  CHECK(gray.orientation == 1);
  CHECK(header_of(jpeg_start(5, 3)).channels == 3);
  CHECK(header_of(jpeg_start(5, 4)).channels == 3);
  CHECK(header_of(jpeg_start(5, 3, exif_block(6))).orientation == 6);
  CHECK(header_of(jpeg_start(5, 3, big_endian_exif_block(8))).orientation == 8);
  CHECK(header_of(jpeg_start(5, 3, exif_block(0))).orientation == 1);
  CHECK(header_of(jpeg_start(5, 3, exif_block(9))).orientation == 1);
  CHECK(header_of(jpeg_start(5, 3, exif_block(6).substr(0, 12))).orientation == 1);
  CHECK(code_of(jpeg_start(0, 3)) == "decode");
  CHECK(code_of(jpeg_start(5, 2)) == "decode");
}

TEST_CASE("an EXIF block that points outside itself has no orientation") {
  const Bytes good = as_bytes(exif_block(3));
  CHECK(exif_orientation(good) == 3);
  Bytes far = good;
  far[4] = far[5] = far[6] = far[7] = std::byte{0xFF};
  CHECK(exif_orientation(far) == 1);
  Bytes many = good;
  many[8] = many[9] = std::byte{0xFF};
  many[10] = std::byte{0};
  CHECK(exif_orientation(many) == 1);
}

TEST_CASE("limits are checked on the header") {
  PngFile file;
  file.width = 1000;
  file.height = 1001;
  file.color = 2;
  const Bytes bytes = png_bytes(file);  // no pixels at all: nothing beyond the header may be needed
  CHECK(code_of(bytes) == "");
  CHECK(code_of(bytes, {.max_pixels = 1001000}) == "");
  CHECK(code_of(bytes, {.max_pixels = 1000999}) == "too-large");
  CHECK(code_of(bytes, {.max_bytes = 3003000}) == "");
  CHECK(code_of(bytes, {.max_bytes = 3002999}) == "too-large");
  CHECK(code_of(bytes, {.max_file_bytes = bytes.size() - 1}) == "too-large");
  file.width = file.height = 0x7FFFFFFF;
  CHECK(code_of(png_bytes(file)) == "too-large");
  file.width = 0x80000000U;
  CHECK(code_of(png_bytes(file)) == "decode");
}

TEST_CASE("a PNG header gives what decode_image() will give") {
  PngFile file;
  file.width = 9;
  file.height = 2;
  SUBCASE("1-bit gray") {
    file.bits = 1;
    const Header header = header_of(png_bytes(file));
    CHECK(header.size == Size{2, 9});
    CHECK(header.bits == 1);
    CHECK(header.channels == 1);
    CHECK(header.dtype == DType::uint8);
  }
  SUBCASE("16-bit RGBA") {
    file.bits = 16;
    file.color = 6;
    const Header header = header_of(png_bytes(file));
    CHECK(header.channels == 4);
    CHECK(header.alpha);
    CHECK(header.dtype == DType::uint16);
  }
  SUBCASE("palette, then with transparency, turned") {
    file.color = 3;
    file.before_data = {{"PLTE", std::string(6, 'x')}};
    Header header = header_of(png_bytes(file));
    CHECK(header.palette);
    CHECK(header.channels == 3);
    CHECK_FALSE(header.alpha);
    file.before_data.emplace_back("tRNS", std::string(1, '\0'));
    file.after_data = {{"eXIf", exif_block(5)}};
    header = header_of(png_bytes(file));
    CHECK(header.channels == 4);
    CHECK(header.alpha);
    CHECK(header.orientation == 5);
  }
}

TEST_CASE("versions of all codec libraries are named") {
  const std::map<std::string, std::string> versions = codec_versions();
  for (const char* name : {"libjpeg-turbo", "libdeflate", "libtiff", "libwebp", "zlib"}) {
    REQUIRE_MESSAGE(versions.count(name) == 1, name);
    CHECK(versions.at(name).find_first_not_of("0123456789.") == std::string::npos);
    CHECK(versions.at(name).size() >= 3);
  }
}
