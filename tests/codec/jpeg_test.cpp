#include <cmath>
#include <stdexcept>

#include "codec/jpeg_files.h"

using namespace augshard;
using namespace augshard::test;

namespace {

/// Gray or RGB by libjpeg with its defaults, a row at a time.
Image by_libjpeg(const Bytes& file) {
  jpeg_decompress_struct state{};
  jpeg_error_mgr errors{};
  state.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&state);
  jpeg_mem_src(&state, reinterpret_cast<const unsigned char*>(file.data()), file.size());
  jpeg_read_header(&state, TRUE);
  jpeg_start_decompress(&state);
  Image image({static_cast<int>(state.output_height), static_cast<int>(state.output_width)}, state.output_components,
              DType::uint8);
  while (state.output_scanline < state.output_height) {
    JSAMPROW row = image.row<std::uint8_t>(static_cast<int>(state.output_scanline));
    jpeg_read_scanlines(&state, &row, 1);
  }
  jpeg_finish_decompress(&state);
  jpeg_destroy_decompress(&state);
  return image;
}

Image smooth(Size size, int channels) {
  Image image(size, channels, DType::uint8);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      for (int c = 0; c < channels; ++c) {
        image.row<std::uint8_t>(y)[x * channels + c] = static_cast<std::uint8_t>(40 + 2 * x + y + 30 * c);
      }
    }
  }
  return image;
}

/// `file` with three foreign bytes at `position`.
Bytes with_garbage(const Bytes& file, std::size_t position) {
  Bytes changed;
  for (std::size_t i = 0; i < file.size(); ++i) {
    for (int extra = 0; i == position && extra < 3; ++extra) changed.push_back(std::byte{0x77});
    changed.push_back(file[i]);
  }
  return changed;
}

jpeg_scan_info scan(int first, int last, int high, int low) {
  jpeg_scan_info info{};
  info.comps_in_scan = 1;
  info.Ss = first;
  info.Se = last;
  info.Ah = high;
  info.Al = low;
  return info;
}

/// Gray progressive: each coefficient in a scan of its own, then each again for its lowest bit where `refined`.
std::vector<jpeg_scan_info> one_scan_a_coefficient(bool refined) {
  const int low = refined ? 1 : 0;
  std::vector<jpeg_scan_info> scans;
  for (int k = 0; k < 64; ++k) scans.push_back(scan(k, k, 0, low));
  if (refined) {
    for (int k = 0; k < 64; ++k) scans.push_back(scan(k, k, 1, 0));
  }
  return scans;
}

}  // namespace

TEST_CASE("real JPEG files decode as libjpeg decodes them; gray stays one channel") {
  const std::filesystem::path data = data_folder();
  if (data.empty()) return;
  auto files = files_in(data / "coco_cc" / "images", {".jpg"});
  CHECK(files.size() == 40);
  for (const char* name : {"down_sampled_grayscale_prog.jpg", "sampling_factors.jpg", "weid_sampling_factors.jpg",
                           "weird_components.jpg", "huge_sof_number.jpg"}) {
    files.push_back(data / "codec_edge_mit" / name);
  }
  for (const auto& path : files) {
    CAPTURE(path.filename().string());
    const Bytes file = read_file(path);
    const Image image = image_of(file);
    CHECK(image.channels() == header_of(file).channels);
    CHECK(same_pixels(image, by_libjpeg(file)));
  }
}

TEST_CASE("CMYK files from the field become RGB") {
  const std::filesystem::path data = data_folder();
  if (data.empty()) return;
  const Image sky = image_of(read_file(data / "codec_edge_mit" / "cymk.jpg"));
  REQUIRE(sky.channels() == 3);
  const std::uint8_t* blue = sky.row<std::uint8_t>(20) + 3 * 20;
  CHECK(blue[2] > 150);
  CHECK(blue[0] < 60);
  const Image sunset = image_of(read_file(data / "codec_edge_mit" / "four_components.jpg"));
  REQUIRE(sunset.channels() == 3);
  const std::uint8_t* red = sunset.row<std::uint8_t>(200) + 3 * 200;
  CHECK(red[0] > 200);
  CHECK(red[2] < 60);
}

TEST_CASE("CMYK with and without Adobe's marker: ink is stored inverted, or as it is") {
  Image ink({16, 16}, 4, DType::uint8);
  for (std::size_t i = 0; i < ink.value_count(); i += 4) {
    const std::uint8_t pixel[4] = {255, 51, 0, 102};
    std::copy_n(pixel, 4, ink.values<std::uint8_t>().data() + i);
  }
  const auto close_to = [](const Image& image, int r, int g, int b) {
    const auto values = image.values<std::uint8_t>();
    return std::abs(values[0] - r) <= 2 && std::abs(values[1] - g) <= 2 && std::abs(values[2] - b) <= 2;
  };
  JpegOptions options;
  CHECK(close_to(image_of(jpeg_bytes(ink, JCS_CMYK, options)), 102, 20, 0));
  options.stored = JCS_YCCK;
  CHECK(close_to(image_of(jpeg_bytes(ink, JCS_CMYK, options)), 102, 20, 0));
  options = {.adobe_marker = false};
  CHECK(close_to(image_of(jpeg_bytes(ink, JCS_CMYK, options)), 0, 122, 153));
}

TEST_CASE("a cut JPEG is an error, wherever it is cut; bytes after its end are none") {
  const std::filesystem::path data = data_folder();
  if (!data.empty()) CHECK(refusal(read_file(data / "codec_edge_mit" / "incomplete_image.jpg")) == "decode");

  for (const bool progressive : {false, true}) {
    CAPTURE(progressive);
    Bytes file = jpeg_bytes(textured<std::uint8_t>({40, 50}, 3, DType::uint8), JCS_RGB, {.progressive = progressive});
    CHECK(refusal(file) == "");
    for (std::size_t size = 0; size < file.size(); ++size) {
      CAPTURE(size);
      CHECK(refusal({file.data(), size}) != "");
    }
    const Image whole = image_of(file);
    for (int i = 0; i < 100; ++i) file.push_back(std::byte{0x55});
    CHECK(same_pixels(image_of(file), whole));
  }
}

TEST_CASE("libjpeg's warning is the message of the error") {
  const Bytes whole = jpeg_bytes(smooth({40, 50}, 3), JCS_RGB);
  const std::span<const std::byte> file(whole.data(), whole.size() - 2);
  const Expected<Image> image = decode_image(file, header_of(file));
  REQUIRE_FALSE(image.has_value());
  CHECK(image.error().message == "cannot decode the JPEG file: Premature end of JPEG file");
}

TEST_CASE("an unknown JFIF revision is no damage; garbage between segments is") {
  const Bytes good = jpeg_bytes(smooth({40, 50}, 3), JCS_RGB);
  Bytes file = good;
  REQUIRE(file[11] == std::byte{1});  // SOI, APP0, length, "JFIF\0", then the revision
  file[11] = std::byte{2};
  CHECK(same_pixels(image_of(file), image_of(good)));
  CHECK(refusal(with_garbage(good, 20)) == "decode");
  CHECK(refusal(with_garbage(good, good.size() - 2)) == "decode");
}

TEST_CASE("more than 100 scans are refused") {
  const Image gray = textured<std::uint8_t>({24, 24}, 1, DType::uint8);
  JpegOptions options;
  options.scans = one_scan_a_coefficient(false);
  CHECK(refusal(jpeg_bytes(gray, JCS_GRAYSCALE, options)) == "");
  options.scans = one_scan_a_coefficient(true);
  CHECK(refusal(jpeg_bytes(gray, JCS_GRAYSCALE, options)) == "decode");
}

TEST_CASE("a header of another file is an error, not a crash") {
  const Bytes file = jpeg_bytes(smooth({40, 50}, 3), JCS_RGB);
  const Bytes gray = jpeg_bytes(smooth({40, 50}, 1), JCS_GRAYSCALE);
  const Bytes other_size = jpeg_bytes(smooth({41, 50}, 3), JCS_RGB);
  for (const Bytes* other : {&gray, &other_size}) {
    const Expected<Image> image = decode_image(file, header_of(*other));
    REQUIRE_FALSE(image.has_value());
    CHECK(image.error().code == "decode");
  }
  CHECK_FALSE(decode_image(encode_png(smooth({40, 50}, 3)), header_of(file)).has_value());
}

TEST_CASE("encode_jpeg: close to its input, finer with quality, the same bytes again") {
  for (const int channels : {1, 3}) {
    const Image image = smooth({47, 61}, channels);
    const Bytes fine = encode_jpeg(image, 95);
    const Bytes coarse = encode_jpeg(image, 30);
    CHECK(mean_difference(image_of(fine), image) < 1.5);
    CHECK(mean_difference(image_of(coarse), image) > mean_difference(image_of(fine), image));
    CHECK(coarse.size() < fine.size());
    CHECK(fine == encode_jpeg(image, 95));
    CHECK(same_pixels(image_of(fine), by_libjpeg(fine)));
  }
}

TEST_CASE("encode_jpeg: libjpeg's defaults, 4:2:0, baseline") {
  const Image image = smooth({33, 20}, 3);
  CHECK(encode_jpeg(image, 95) == jpeg_bytes(image, JCS_RGB));
  const std::string frame("\xFF\xC0\0\x11\x08\0\x21\0\x14\3\1\x22\0\2\x11\1\3\x11\1", 19);
  const Bytes file = encode_jpeg(image, 95);
  CHECK(std::search(file.begin(), file.end(), frame.begin(), frame.end(),
                    [](std::byte a, char b) { return a == static_cast<std::byte>(b); }) != file.end());
}

TEST_CASE("encode_jpeg: noise at quality 100, larger than its pixels") {
  Image noise({64, 64}, 1, DType::uint8);
  std::uint32_t state = 1;
  for (std::uint8_t& value : noise.values<std::uint8_t>()) {
    state = state * 1664525U + 1013904223U;
    value = (state >> 31U) != 0 ? 255 : 0;
  }
  const Bytes file = encode_jpeg(noise, 100);
  CHECK(file.size() > noise.byte_count());
  CHECK(mean_difference(image_of(file), noise) < 1);
}

TEST_CASE("encode_jpeg refuses what JPEG cannot hold") {
  CHECK_THROWS_AS(encode_jpeg(Image({2, 2}, 4, DType::uint8), 95), std::invalid_argument);
  CHECK_THROWS_AS(encode_jpeg(Image({2, 2}, 1, DType::uint16), 95), std::invalid_argument);
  Image wide({1, 70000}, 1, DType::uint8);
  std::fill(wide.bytes().begin(), wide.bytes().end(), std::byte{0});
  CHECK_THROWS_AS(encode_jpeg(wide, 95), std::runtime_error);
}
