#include "codec/codec.h"

#include <array>
#include <cstdio>
// libjpeg's header needs size_t and FILE from the one above.
#include <jpeglib.h>
#include <libdeflate.h>
#include <tiffio.h>
#include <webp/decode.h>
#include <zlib.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "codec/damage.h"
#include "codec/jpeg.h"
#include "codec/png.h"
#include "codec/stored.h"
#include "codec/tiff.h"
#include "codec/webp.h"

namespace augshard {
namespace {

using namespace std::string_view_literals;

bool has_at(std::span<const std::byte> file, std::size_t position, std::string_view text) {
  return file.size() >= position + text.size() &&
         std::equal(
             text.begin(), text.end(), file.begin() + static_cast<std::ptrdiff_t>(position),
             [](char a, std::byte b) { return static_cast<unsigned char>(a) == std::to_integer<unsigned char>(b); });
}

std::optional<Format> format_of(std::span<const std::byte> file) {
  if (has_at(file, 0, "\xFF\xD8\xFF"sv)) return Format::jpeg;
  if (has_at(file, 0, "\x89PNG\r\n\x1A\n"sv)) return Format::png;
  if (has_at(file, 0, "RIFF"sv) && has_at(file, 8, "WEBP"sv)) return Format::webp;
  // Classic TIFF and BigTIFF, each in both byte orders.
  for (const std::string_view magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) {
    if (has_at(file, 0, magic)) return Format::tiff;
  }
  return std::nullopt;
}

Error unknown_format(std::span<const std::byte> file) {
  std::string start;
  for (std::size_t i = 0; i < std::min<std::size_t>(file.size(), 8); ++i) {
    std::array<char, 4> hex{};
    std::snprintf(hex.data(), hex.size(), i == 0 ? "%02x" : " %02x", std::to_integer<unsigned>(file[i]));
    start += hex.data();
  }
  return {"format",
          file.empty() ? "the file is empty" : "not a JPEG, PNG, WebP or TIFF file: it starts with bytes " + start,
          "convert the file to one of these formats; its name does not matter"};
}

std::optional<Error> over_limit(const Header& header, const DecodeLimits& limits) {
  const std::uint64_t pixels =
      static_cast<std::uint64_t>(header.size.height) * static_cast<std::uint64_t>(header.size.width);
  const std::uint64_t pixel_bytes = static_cast<std::uint64_t>(header.channels) * size_of(header.dtype);
  if (pixels <= limits.max_pixels && pixels <= limits.max_bytes / pixel_bytes) return std::nullopt;
  const std::string size = std::to_string(header.size.width) + " x " + std::to_string(header.size.height);
  if (pixels > limits.max_pixels) {
    return Error{"too-large", size + " is more than " + std::to_string(limits.max_pixels) + " pixels",
                 "cut the image into tiles, reduce it, or raise --max-pixels"};
  }
  return Error{"too-large",
               size + " pixels of " + std::to_string(pixel_bytes) + " bytes decode to more than " +
                   std::to_string(limits.max_bytes) + " bytes",
               "cut the image into tiles or reduce it"};
}

Expected<Header> read_header_of(Format format, std::span<const std::byte> file) {
  switch (format) {
    case Format::jpeg: return read_jpeg_header(file);
    case Format::png: return read_png_header(file);
    case Format::webp: return read_webp_header(file);
    case Format::tiff: break;
  }
  return read_tiff_header(file);
}

Expected<StoredPixels> as_stored(Expected<Image> image) {
  if (!image) return image.error();
  StoredPixels stored;
  stored.values = *std::move(image);
  return stored;
}

std::string dotted(int version, int base) {
  return std::to_string(version / base / base) + "." + std::to_string(version / base % base) + "." +
         std::to_string(version % base);
}

}  // namespace

std::string_view name_of(Format format) {
  constexpr std::array<std::string_view, 4> kNames{"JPEG", "PNG", "WebP", "TIFF"};
  return kNames[static_cast<std::size_t>(format)];
}

DecodeLimits limits_of(const SourceSpec& source) {
  constexpr std::uint64_t kMostPixelBytes = 16;
  DecodeLimits limits;
  limits.max_pixels = source.max_pixels;
  limits.max_bytes = std::max(limits.max_bytes, source.max_pixels * kMostPixelBytes);
  limits.max_file_bytes = source.max_file_bytes;
  return limits;
}

Expected<Header> read_header(std::span<const std::byte> file, const DecodeLimits& limits) {
  if (file.size() > limits.max_file_bytes) {
    return Error{
        "too-large",
        "the file has " + std::to_string(file.size()) + " bytes; the limit is " + std::to_string(limits.max_file_bytes),
        "cut the image into tiles, reduce it, or raise --max-file-bytes"};
  }
  const std::optional<Format> format = format_of(file);
  if (!format) return unknown_format(file);
  Expected<Header> header = read_header_of(*format, file);
  if (!header) return header;
  if (std::optional<Error> error = over_limit(*header, limits)) return *std::move(error);
  return header;
}

Expected<StoredPixels> decode_stored(std::span<const std::byte> file, const Header& header) {
  // The decoders take the magic for granted.
  if (format_of(file) != header.format) return damaged(header.format, "the file starts like another format");
  switch (header.format) {
    case Format::jpeg: return as_stored(decode_jpeg(file, header));
    case Format::png: return decode_png(file, header);
    case Format::webp: return as_stored(decode_webp(file, header));
    case Format::tiff: break;
  }
  return decode_tiff(file, header);
}

Expected<Image> decode_image(std::span<const std::byte> file, const Header& header) {
  Expected<StoredPixels> stored = decode_stored(file, header);
  if (!stored) return stored.error();
  return to_image(*std::move(stored), header.format);
}

std::map<std::string, std::string> codec_versions() {
  const int webp = WebPGetDecoderVersion();
  const std::string_view tiff = TIFFGetVersion();  // "LIBTIFF, Version 4.5.0\n..."
  const std::size_t digits = tiff.find_first_of("0123456789");
  return {{"libjpeg-turbo", dotted(LIBJPEG_TURBO_VERSION_NUMBER, 1000)},
          {"libdeflate", LIBDEFLATE_VERSION_STRING},
          {"libtiff", std::string(tiff.substr(digits, tiff.find('\n') - digits))},
          {"libwebp", dotted(webp, 256)},
          {"zlib", zlibVersion()}};
}

}  // namespace augshard
