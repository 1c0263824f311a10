// Writes tests/fuzz/corpus/: a few small files a target, each by the writer of its format. Text seeds are written by
// hand and stay as they are. Run it after a change of a format: `fuzz_seeds`.
#include <doctest/doctest.h>

#include <bit>
#include <filesystem>
#include <fstream>
#include <string>

#include "codec/jpeg_files.h"
#include "codec/png_files.h"
#include "codec/run_lengths.h"
#include "codec/tiff_files.h"
#include "codec/webp_files.h"
#include "sink/npy/header.h"
#include "sink/tfrecord/example.h"
#include "sink/tfrecord/gzip.h"
#include "sink/tfrecord/record.h"

using namespace augshard;
using namespace augshard::test;

namespace {

void write_seed(const std::string& path, std::span<const std::byte> content) {
  const std::filesystem::path file = std::filesystem::path(AUGSHARD_SOURCE_DIR) / "tests/fuzz/corpus" / path;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
}

void write_seed(const std::string& path, const std::string& content) {
  write_seed(path, std::as_bytes(std::span(content)));
}

Image picture(int channels) { return textured<std::uint8_t>({5, 7}, channels, DType::uint8); }

Bytes record_of(const Features& features) {
  Bytes record(kRecordHeader + example_size(features) + kRecordFooter);
  write_example(features, std::span(record).subspan(kRecordHeader, example_size(features)));
  frame_record(record);
  return record;
}

std::string bytes_as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <class T>
std::string npy_file(std::string_view descr, const std::vector<std::int64_t>& shape, const std::vector<T>& values) {
  return npy_header(descr, shape) + bytes_as_text(std::as_bytes(std::span(values)));
}

/// A TIFF header, and a directory with the orientation alone.
std::string exif(bool little, int orientation) {
  const std::string value(1, static_cast<char>(orientation));
  const std::string zero(1, '\0');
  using namespace std::string_literals;
  if (little) return "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"s + value + zero + "\0\0\0\0\0\0"s;
  return "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"s + zero + value + "\0\0\0\0\0\0"s;
}

std::string big64(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return big32(static_cast<std::uint32_t>(bits >> 32U)) + big32(static_cast<std::uint32_t>(bits));
}

}  // namespace

TEST_CASE("image") {
  write_seed("image/gray.jpg", jpeg_bytes(picture(1), JCS_GRAYSCALE));
  write_seed("image/rgb.jpg", jpeg_bytes(picture(3), JCS_RGB));
  write_seed("image/progressive.jpg", jpeg_bytes(picture(3), JCS_RGB, {.progressive = true}));
  write_seed("image/cmyk.jpg", jpeg_bytes(picture(4), JCS_CMYK));
  write_seed("image/lossless.webp", lossless_webp(picture(4)));
  write_seed("image/lossy.webp", lossy_webp(picture(3)));
  write_seed("image/rgba.png", encode_png(picture(4)));
  write_seed("image/gray16.png", encode_png(textured<std::uint16_t>({5, 7}, 1, DType::uint16)));
  const std::string two_rows("\0\x1B\x02\x00", 4);
  write_seed(
      "image/palette.png",
      png_bytes({.width = 4,
                 .height = 2,
                 .bits = 2,
                 .color = 3,
                 .before_data = {{"PLTE", "abcdefghijkl"}, {"tRNS", std::string("\0\x80", 2)}, {"eXIf", exif(true, 6)}},
                 .rows = two_rows}));
  write_seed("image/interlaced.png",
             png_bytes({.width = 1, .height = 2, .interlaced = 1, .rows = std::string("\0\x01\0\x02", 4)}));
}

TEST_CASE("image: TIFF") {
  TiffWriter writer;
  const std::vector<std::uint8_t> rgb(std::size_t{5} * 7 * 3, 90);
  const std::vector<std::uint8_t> gray(std::size_t{5} * 7 * 4, 63);
  write_seed("image/strips.tif", writer.write({5, 7}, 3, {.photometric = PHOTOMETRIC_RGB}, rgb));
  write_seed(
      "image/lzw.tif",
      writer.write(
          {5, 7}, 3,
          {.photometric = PHOTOMETRIC_RGB, .compression = COMPRESSION_LZW, .planes_apart = true, .orientation = 6},
          rgb));
  write_seed("image/float.tif", writer.write({5, 7}, 1, {.bits = 32, .sample_format = SAMPLEFORMAT_IEEEFP}, gray));
  write_seed("image/int32.tif",
             writer.write({5, 7}, 1, {.bits = 32, .sample_format = SAMPLEFORMAT_INT, .mode = "wb"}, gray));
}

TEST_CASE("exif") {
  write_seed("exif/little", exif(true, 6));
  write_seed("exif/big", exif(false, 8));
}

TEST_CASE("segmentation") {
  const std::string frame = {'\x05', '\x07'};  // one less than height and width
  write_seed("segmentation/runs", "t" + frame + run_length_text({6, 2, 3, 2, 3, 2, 30}));
  write_seed("segmentation/full", "t" + frame + run_length_text({0, 48}));
  const auto coordinate = [](double value) {
    const auto number = static_cast<unsigned>((value + 64) * 256);
    return std::string{static_cast<char>(number >> 8U), static_cast<char>(number & 0xFFU)};
  };
  std::string triangle;
  for (const double value : {1.0, 1.0, 6.5, 2.0, 3.0, 4.75}) triangle += coordinate(value);
  write_seed("segmentation/triangles", "p" + frame + "\x03" + triangle + "\x03" + triangle);
  std::string wide;
  for (const double value : {-1e9, -1e9, 1e9, 0.0, 3.0, 1e300}) wide += big64(value);
  write_seed("segmentation/wide", "p" + frame + "\x83" + wide);
}

TEST_CASE("npy") {
  write_seed("npy/bytes.npy", npy_file<std::uint8_t>("|u1", {2, 1, 3}, {1, 2, 3, 4, 5, 6}));
  write_seed("npy/offsets.npy", npy_file<std::int64_t>("<i8", {4}, {0, 2, 2, 5}));
  write_seed("npy/floats.npy", npy_file<float>("<f4", {2}, {0.5F, -1e30F}));
  write_seed("npy/texts.npy", npy_file<char>("|S3", {2}, {'a', 'b', 'c', 'd', '\0', '\0'}));
}

TEST_CASE("tfrecord") {
  const Bytes image = encode_png(picture(1));
  const std::string name = "ash/0001";
  const Features features = {{"image", BytesList{image}},
                             {"key", BytesList{std::as_bytes(std::span(name))}},
                             {"objects/bbox", FloatList{0, 0.25F, 0.5F, 1}},
                             {"objects/label", Int64List{1, -1, 300}},
                             {"none", BytesList{}}};
  Bytes example(example_size(features));
  write_example(features, example);
  write_seed("tfrecord/example", example);
  const Bytes record = record_of(features);
  Bytes two = record;
  two.insert(two.end(), record.begin(), record.end());
  write_seed("tfrecord/two_records", two);
  write_seed("tfrecord/two_records.gz", gzip_member(two));
}
