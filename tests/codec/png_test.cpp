#include "codec/png.h"

#include <png.h>

#include <array>

#include "codec/png_files.h"

using namespace augshard;
using namespace augshard::test;

namespace {

/// Values as stored, where the file was not refused.
struct Decoded {
  bool ok = false;
  Image values;
};

Decoded fast(const Bytes& file) {
  const Expected<Header> header = read_header(file);
  if (!header) return {};
  Expected<StoredPixels> stored = decode_png(file, *header);
  if (!stored) return {};
  return {true, std::move(stored->values)};
}

Decoded reference(const Bytes& file) {
  const Expected<Header> header = read_header(file);
  if (!header) return {};
  Expected<StoredPixels> stored = decode_png_by_libpng(file, *header);
  if (!stored) return {};
  return {true, std::move(stored->values)};
}

/// The same verdict and the same pixels by both ways.
bool agree(const Bytes& file) {
  const Decoded a = fast(file);
  const Decoded b = reference(file);
  return a.ok == b.ok && (!a.ok || same_pixels(a.values, b.values));
}

/// libpng's own expansion (palette, low bits, transparency) of an 8- or 16-bit file.
Image expanded_by_libpng(const Bytes& file, const Header& header) {
  struct Source {
    const Bytes& bytes;
    std::size_t at = 0;
  } source{file};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  Image image(header.size, header.channels, header.dtype);
  std::vector<png_bytep> rows;
  for (int y = 0; y < image.height(); ++y) {
    const std::size_t row_bytes = image.row_values() * size_of(image.dtype());
    rows.push_back(reinterpret_cast<png_bytep>(image.bytes().data()) + static_cast<std::size_t>(y) * row_bytes);
  }
  if (setjmp(png_jmpbuf(png)) == 0) {
    png_set_read_fn(png, &source, [](png_structp p, png_bytep out, std::size_t count) {
      auto& from = *static_cast<Source*>(png_get_io_ptr(p));
      std::memcpy(out, from.bytes.data() + from.at, count);
      from.at += count;
    });
    png_read_info(png, info);
    png_set_expand(png);
    png_set_interlace_handling(png);
    png_set_swap(png);
    png_read_update_info(png, info);
    CHECK(png_get_rowbytes(png, info) == image.row_values() * size_of(image.dtype()));
    png_read_image(png, rows.data());
  } else {
    FAIL_CHECK("libpng refused the file");
  }
  png_destroy_read_struct(&png, &info, nullptr);
  return image;
}

std::vector<std::filesystem::path> png_suite() {
  const std::filesystem::path data = data_folder();
  return data.empty() ? std::vector<std::filesystem::path>{} : files_in(data / "pngsuite", {".png"});
}

}  // namespace

TEST_CASE("PngSuite: good files decode to libpng's pixels, damaged ones are refused") {
  const auto files = png_suite();
  for (const auto& path : files) {
    CAPTURE(path.filename().string());
    const Bytes file = read_file(path);
    if (path.filename().string().front() == 'x') {
      CHECK(refusal(file) != "");
      CHECK_FALSE(reference(file).ok);
      continue;
    }
    const Header header = header_of(file);
    CHECK(agree(file));
    const Image image = image_of(file);
    CHECK(image.size() == header.size);
    CHECK(image.channels() == header.channels);
    CHECK(image.dtype() == header.dtype);
    CHECK(same_pixels(image, expanded_by_libpng(file, header)));
  }
  CHECK((files.empty() || files.size() == 176));
}

TEST_CASE("real masks decode alike by libdeflate and by libpng") {
  const std::filesystem::path data = data_folder();
  if (data.empty()) return;
  for (const char* folder : {"coco_cc/masks", "bdd100k_testcases_bsd3", "dsb2018_cc0"}) {
    const auto files = files_in(data / folder, {".png"});
    CHECK_FALSE(files.empty());
    for (const auto& path : files) {
      CAPTURE(path.string());
      const Bytes file = read_file(path);
      CHECK(fast(file).ok);
      CHECK(agree(file));
    }
  }
}

TEST_CASE("damaged PNG files from the field are refused") {
  const std::filesystem::path data = data_folder();
  if (data.empty()) return;
  const auto files = files_in(data / "codec_edge_mit", {".png"});
  CHECK(files.size() == 8);
  for (const auto& path : files) {
    CAPTURE(path.filename().string());
    CHECK(refusal(read_file(path)) == "decode");
  }
}

TEST_CASE("a PNG cut anywhere, or with any byte changed, is refused") {
  PngFile file;
  file.width = 5;
  file.height = 3;
  file.color = 3;
  file.bits = 4;
  file.before_data = {{"PLTE", "abcdefghijkl"}, {"tRNS", "\x01\x02"}};
  file.rows = std::string("\0\x01\x23\x00\1\x11\x10\x00\2\x10\x01\x10", 12);
  const Bytes whole = png_bytes(file);
  CHECK(refusal(whole) == "");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(refusal({whole.data(), size}) != "");
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const unsigned flip : {0x01U, 0x20U, 0x80U}) {
      Bytes changed = whole;
      changed[i] ^= static_cast<std::byte>(flip);
      CAPTURE(i);
      CHECK(refusal(changed) != "");
      CHECK_FALSE(reference(changed).ok);
    }
  }
}

TEST_CASE("stream damage behind right chunk checksums is refused by both ways") {
  PngFile file;
  file.width = 40;
  file.height = 30;
  for (int y = 0; y < 30; ++y) {
    file.rows += static_cast<char>(y % 5);
    for (int x = 0; x < 40; ++x) file.rows += static_cast<char>(x * y % 7);
  }
  const std::string stream = deflated(file.rows);
  CHECK(fast(png_with_stream(file, stream)).ok);
  CHECK(agree(png_with_stream(file, stream)));

  SUBCASE("a wrong Adler-32") {
    std::string wrong = stream;
    wrong.back() = static_cast<char>(wrong.back() ^ 1);
    CHECK_FALSE(fast(png_with_stream(file, wrong)).ok);
    CHECK_FALSE(reference(png_with_stream(file, wrong)).ok);
  }
  SUBCASE("a stream cut short") {
    for (std::size_t size = 0; size < stream.size(); ++size) {
      CAPTURE(size);
      CHECK_FALSE(fast(png_with_stream(file, stream.substr(0, size))).ok);
      CHECK_FALSE(reference(png_with_stream(file, stream.substr(0, size))).ok);
    }
  }
  SUBCASE("a row too few, a row too many, a byte too many") {
    for (const std::string& rows :
         {file.rows.substr(41), file.rows + file.rows.substr(0, 41), file.rows + std::string(1, '\0')}) {
      CHECK_FALSE(fast(png_with_stream(file, deflated(rows))).ok);
      CHECK_FALSE(reference(png_with_stream(file, deflated(rows))).ok);
    }
  }
  SUBCASE("a filter that does not exist") {
    file.rows[41] = 5;
    CHECK_FALSE(fast(png_bytes(file)).ok);
    CHECK_FALSE(reference(png_bytes(file)).ok);
  }
  SUBCASE("bytes after a whole stream are no damage") {
    CHECK(fast(png_with_stream(file, stream + "surplus")).ok);
    CHECK(agree(png_with_stream(file, stream + "surplus")));
  }
  SUBCASE("every bit of the stream") {
    for (std::size_t i = 0; i < stream.size() * 8; ++i) {
      std::string wrong = stream;
      wrong[i / 8] = static_cast<char>(wrong[i / 8] ^ (1 << i % 8));
      CAPTURE(i);
      CHECK(agree(png_with_stream(file, wrong)));
    }
  }
}

TEST_CASE("chunks out of place are refused") {
  PngFile file;
  file.color = 3;
  file.rows = std::string(2, '\0');
  const std::pair<std::string, std::string> palette{"PLTE", "abc"};
  const std::pair<std::string, std::string> clear{"tRNS", std::string(1, '\0')};
  const auto verdict = [&](auto before, auto after) {
    file.before_data = before;
    file.after_data = after;
    return refusal(png_bytes(file));
  };
  using Chunks = std::vector<std::pair<std::string, std::string>>;
  CHECK(verdict(Chunks{palette}, Chunks{}) == "");
  CHECK(verdict(Chunks{palette, clear}, Chunks{}) == "");
  CHECK(verdict(Chunks{palette, {"teXt", "any"}}, Chunks{{"teXt", "any"}}) == "");
  CHECK(verdict(Chunks{}, Chunks{}) == "decode");
  CHECK(verdict(Chunks{}, Chunks{palette}) == "decode");
  CHECK(verdict(Chunks{palette, palette}, Chunks{}) == "decode");
  CHECK(verdict(Chunks{clear, palette}, Chunks{}) == "decode");
  CHECK(verdict(Chunks{palette}, Chunks{clear}) == "decode");
  CHECK(verdict(Chunks{palette, {"CRIT", ""}}, Chunks{}) == "decode");
  CHECK(verdict(Chunks{palette}, Chunks{{"IDAT", "x"}}) == "");  // consecutive, after a whole stream
  CHECK(verdict(Chunks{palette}, Chunks{{"teXt", ""}, {"IDAT", "x"}}) == "decode");
  CHECK(verdict(Chunks{{"PLTE", "abcd"}}, Chunks{}) == "decode");
}

TEST_CASE("an index beyond the palette: an error in an image, an id in a mask") {
  PngFile file;
  file.width = 2;
  file.color = 3;
  file.before_data = {{"PLTE", "abcdef"}};
  file.rows = std::string("\0\1\2", 3);
  const Bytes bytes = png_bytes(file);
  CHECK(refusal(bytes) == "decode");
  const Expected<Image> mask = decode_mask(bytes, header_of(bytes), MaskTarget{});
  REQUIRE(mask.has_value());
  CHECK(values_of<std::uint8_t>(*mask) == std::vector<std::uint8_t>{1, 2});
}

TEST_CASE("images: low bits are scaled, 16 bits are in host order, a key colour becomes alpha") {
  PngFile file;
  file.width = 4;
  SUBCASE("2 bits") {
    file.bits = 2;
    file.rows = std::string("\0\x1B", 2);
    CHECK(values_of<std::uint8_t>(image_of(png_bytes(file))) == std::vector<std::uint8_t>{0, 85, 170, 255});
  }
  SUBCASE("2 bits with a key") {
    file.bits = 2;
    file.rows = std::string("\0\x1B", 2);
    file.before_data = {{"tRNS", std::string("\0\2", 2)}};
    CHECK(values_of<std::uint8_t>(image_of(png_bytes(file))) ==
          std::vector<std::uint8_t>{0, 255, 85, 255, 170, 0, 255, 255});
  }
  SUBCASE("16 bits") {
    file.bits = 16;
    file.width = 2;
    file.rows = std::string("\0\x01\x02\xFF\xFE", 5);
    CHECK(values_of<std::uint16_t>(image_of(png_bytes(file))) == std::vector<std::uint16_t>{0x0102, 0xFFFE});
  }
  SUBCASE("RGB with a key") {
    file.color = 2;
    file.width = 2;
    file.rows = std::string("\0\1\2\3\1\2\4", 7);
    file.before_data = {{"tRNS", std::string("\0\1\0\2\0\3", 6)}};
    CHECK(values_of<std::uint8_t>(image_of(png_bytes(file))) == std::vector<std::uint8_t>{1, 2, 3, 0, 1, 2, 4, 255});
  }
}

TEST_CASE("encode_png: any layout comes back as it was") {
  for (const int channels : {1, 2, 3, 4}) {
    for (const Size size : {Size{1, 1}, Size{3, 7}, Size{40, 33}}) {
      const Image small = textured<std::uint8_t>(size, channels, DType::uint8);
      CHECK(same_pixels(image_of(encode_png(small)), small));
      const Image deep = textured<std::uint16_t>(size, channels, DType::uint16);
      CHECK(same_pixels(image_of(encode_png(deep)), deep));
      CHECK(reference(encode_png(deep)).ok);
    }
  }
  Image labels(Size{64, 64}, 1, DType::uint8);
  for (int y = 0; y < 64; ++y) std::fill_n(labels.row<std::uint8_t>(y), 64, static_cast<std::uint8_t>(y / 20));
  CHECK(same_pixels(image_of(encode_png(labels)), labels));
}

TEST_CASE("encode_png: one header, one data chunk, one end, nothing else") {
  const Image mask = make_image<std::uint8_t>({2, 2}, 1, DType::uint8, {7, 7, 7, 7});
  const Bytes file = encode_png(mask);
  const std::string stream(reinterpret_cast<const char*>(file.data()) + 41, file.size() - 57);
  PngFile same;
  same.width = same.height = 2;
  CHECK(file == png_with_stream(same, stream));
  CHECK(same_pixels(image_of(file), mask));
  CHECK(file == encode_png(mask));
}

TEST_CASE("encode_png refuses what PNG cannot hold") {
  CHECK_THROWS_AS(encode_png(Image({2, 2}, 5, DType::uint8)), std::invalid_argument);
  CHECK_THROWS_AS(encode_png(Image({2, 2}, 1, DType::float32)), std::invalid_argument);
  CHECK_THROWS_AS(encode_png(Image()), std::invalid_argument);
}
