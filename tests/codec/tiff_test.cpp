#include <limits>

#include "codec/files.h"
#include "codec/tiff_files.h"

using namespace augshard;
using namespace augshard::test;

namespace {

/// The image's bytes as TiffWriter wants them.
std::vector<std::uint8_t> samples_of(const Image& image, bool planes_apart) {
  const std::size_t sample = size_of(image.dtype());
  const auto channels = static_cast<std::size_t>(image.channels());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(image.bytes().data());
  if (!planes_apart) return {bytes, bytes + image.byte_count()};
  std::vector<std::uint8_t> planes;
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t i = c; i < image.value_count(); i += channels) {
      planes.insert(planes.end(), bytes + i * sample, bytes + (i + 1) * sample);
    }
  }
  return planes;
}

Image textured_of(DType dtype, Size size, int channels) {
  return visit_dtype(dtype, [&](auto type) { return textured<decltype(type)>(size, channels, dtype); });
}

std::uint16_t format_of(DType dtype) {
  if (dtype == DType::float32) return SAMPLEFORMAT_IEEEFP;
  return dtype == DType::int32 ? SAMPLEFORMAT_INT : SAMPLEFORMAT_UINT;
}

}  // namespace

TEST_CASE("TIFF: every layout comes back exactly") {
  TiffWriter writer;
  for (const DType dtype : {DType::uint8, DType::uint16, DType::int32, DType::float32}) {
    for (const int channels : {1, 2, 3, 4, 7}) {
      for (const bool planes_apart : {false, true}) {
        for (const int tile : {0, 16}) {
          for (const auto compression :
               std::vector<std::uint16_t>{COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE}) {
            for (const char* mode : {"wl", "wb8"}) {
              CAPTURE(channels);
              CAPTURE(planes_apart);
              CAPTURE(tile);
              CAPTURE(compression);
              const Image image = textured_of(dtype, {23, 37}, channels);
              TiffOptions options;
              options.bits = static_cast<int>(8 * size_of(dtype));
              options.sample_format = format_of(dtype);
              options.planes_apart = planes_apart;
              options.tile = tile;
              options.compression = compression;
              options.mode = mode;
              if (channels == 3) options.photometric = PHOTOMETRIC_RGB;
              const Bytes file =
                  writer.write(image.size(), channels, options, samples_of(image, planes_apart && channels > 1));
              const Header header = header_of(file);
              CHECK(header.format == Format::tiff);
              CHECK(header.size == image.size());
              CHECK(header.channels == channels);
              CHECK(header.dtype == dtype);
              CHECK_FALSE(header.alpha);
              CHECK(same_pixels(image_of(file), image));
            }
          }
        }
      }
    }
  }
}

TEST_CASE("TIFF: alpha, orientation and white-is-zero") {
  TiffWriter writer;
  TiffOptions options{.photometric = PHOTOMETRIC_RGB, .orientation = 6, .alpha = true};
  const Image rgba = textured<std::uint8_t>({9, 11}, 4, DType::uint8);
  const Bytes file = writer.write(rgba.size(), 4, options, samples_of(rgba, false));
  CHECK(header_of(file).alpha);
  CHECK(header_of(file).orientation == 6);

  options = {.photometric = PHOTOMETRIC_MINISWHITE};
  const Bytes gray = writer.write({1, 3}, 1, options, {0, 1, 255});
  CHECK(values_of<std::uint8_t>(image_of(gray)) == std::vector<std::uint8_t>{255, 254, 0});
  const Expected<Image> mask = decode_mask(gray, header_of(gray), MaskTarget{});
  REQUIRE(mask.has_value());
  CHECK(values_of<std::uint8_t>(*mask) == std::vector<std::uint8_t>{0, 1, 255});

  options.bits = 16;
  const Bytes deep = writer.write({1, 2}, 1, options, {0, 0, 0xFE, 0xFF});
  CHECK(values_of<std::uint16_t>(image_of(deep)) == std::vector<std::uint16_t>{65535, 1});
}

TEST_CASE("TIFF: low bits are scaled in images and kept in masks") {
  TiffWriter writer;
  for (const auto compression : std::vector<std::uint16_t>{COMPRESSION_NONE, COMPRESSION_PACKBITS}) {
    TiffOptions options{.bits = 4, .compression = compression};
    const Bytes file = writer.write({2, 3}, 1, options, {0x1F, 0x20, 0x03, 0x40});
    CHECK(header_of(file).bits == 4);
    CHECK(values_of<std::uint8_t>(image_of(file)) == std::vector<std::uint8_t>{17, 255, 34, 0, 51, 68});
    const Expected<Image> mask = decode_mask(file, header_of(file), MaskTarget{});
    REQUIRE(mask.has_value());
    CHECK(values_of<std::uint8_t>(*mask) == std::vector<std::uint8_t>{1, 15, 2, 0, 3, 4});
  }
}

TEST_CASE("TIFF: a palette is colours in an image and indices in a mask") {
  TiffWriter writer;
  std::vector<std::uint16_t> palette(3 * 16, 0);
  palette[2] = 0xFFFF;       // red of 2
  palette[16 + 2] = 0x8080;  // green of 2
  const TiffOptions options{.bits = 4, .photometric = PHOTOMETRIC_PALETTE};
  const Bytes file = writer.write({1, 2}, 1, options, {0x20}, palette);
  CHECK(header_of(file).palette);
  CHECK(header_of(file).channels == 3);
  CHECK(values_of<std::uint8_t>(image_of(file)) == std::vector<std::uint8_t>{255, 128, 0, 0, 0, 0});
  const Expected<Image> mask = decode_mask(file, header_of(file), MaskTarget{});
  REQUIRE(mask.has_value());
  CHECK(values_of<std::uint8_t>(*mask) == std::vector<std::uint8_t>{2, 0});
}

TEST_CASE("TIFF: signed and 32-bit integers become int32, or an error where they do not fit") {
  TiffWriter writer;
  TiffOptions options{.bits = 8, .sample_format = SAMPLEFORMAT_INT};
  CHECK(values_of<std::int32_t>(image_of(writer.write({1, 3}, 1, options, {0, 0x7F, 0xFF}))) ==
        std::vector<std::int32_t>{0, 127, -1});
  options.bits = 16;
  CHECK(values_of<std::int32_t>(image_of(writer.write({1, 2}, 1, options, {0, 0x80, 0xFF, 0x7F}))) ==
        std::vector<std::int32_t>{-32768, 32767});
  options = {.bits = 32};
  CHECK(values_of<std::int32_t>(image_of(writer.write({1, 1}, 1, options, {1, 0, 1, 0}))) ==
        std::vector<std::int32_t>{65537});
  CHECK(refusal(writer.write({1, 1}, 1, options, {0, 0, 0, 0x80})) == "decode");
}

TEST_CASE("TIFF: CMYK becomes RGB, JPEG inside is lossy") {
  TiffWriter writer;
  TiffOptions options{.photometric = PHOTOMETRIC_SEPARATED};
  const Bytes cmyk = writer.write({1, 2}, 4, options, {0, 204, 255, 0, 0, 0, 0, 255});
  CHECK(header_of(cmyk).channels == 3);
  CHECK(values_of<std::uint8_t>(image_of(cmyk)) == std::vector<std::uint8_t>{255, 51, 0, 0, 0, 0});

  options = {.compression = COMPRESSION_JPEG};
  const Bytes jpeg = writer.write({8, 8}, 1, options, std::vector<std::uint8_t>(64, 77));
  CHECK(header_of(jpeg).lossy);
  CHECK(values_of<std::uint8_t>(image_of(jpeg)) == std::vector<std::uint8_t>(64, 77));
  const Expected<Image> mask = decode_mask(jpeg, header_of(jpeg), MaskTarget{});
  REQUIRE_FALSE(mask.has_value());
  CHECK(mask.error().code == "mask-lossy");
}

TEST_CASE("TIFF: cut anywhere, of several pages, or of an unknown kind is an error, without a word on stderr") {
  TiffWriter writer;
  const Image image = textured<std::uint8_t>({23, 37}, 1, DType::uint8);
  for (const auto compression :
       std::vector<std::uint16_t>{COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE}) {
    const Bytes file = writer.write(image.size(), 1, {.compression = compression}, samples_of(image, false));
    for (std::size_t size = 0; size < file.size(); size += 7) {
      CAPTURE(size);
      CHECK(refusal({file.data(), size}) != "");
    }
  }
  CHECK(refusal(writer.write(image.size(), 1, {.pages = 2}, samples_of(image, false))) == "decode");
  CHECK(refusal(writer.write({1, 1}, 1, {.bits = 64, .sample_format = SAMPLEFORMAT_IEEEFP},
                             std::vector<std::uint8_t>(8, 0))) == "decode");
  CHECK(refusal(writer.write({1, 1}, 3, {.photometric = PHOTOMETRIC_CIELAB}, {1, 2, 3})) == "decode");
}

TEST_CASE("TIFF: real 16-bit image and labels") {
  const std::filesystem::path data = data_folder();
  if (data.empty()) return;
  const Bytes mask = read_file(data / "labels16_bsd3" / "mask2d.tif");
  const Header header = header_of(mask);
  CHECK(header.size == Size{512, 512});
  CHECK(mask_dtype(header, MaskTarget{}) == DType::uint16);
  const Expected<Image> ids = decode_mask(mask, header, MaskTarget{});
  REQUIRE(ids.has_value());
  const auto values = values_of<std::uint16_t>(*ids);
  CHECK(*std::min_element(values.begin(), values.end()) == 0);
  CHECK(*std::max_element(values.begin(), values.end()) > 10);
  CHECK(image_of(read_file(data / "labels16_bsd3" / "img2d.tif")).dtype() == DType::uint16);
}
