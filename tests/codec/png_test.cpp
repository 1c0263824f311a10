#include "codec/png.h"

#include <png.h>

#include <optional>

#include "codec/png_files.h"
#include "codec/png_reference.h"

using namespace augshard;
using namespace augshard::test;

namespace {

/// Values as stored; nothing where the file is refused.
std::optional<Image> decoded(const Bytes& file) {
  const Expected<Header> header = read_header(file);
  if (!header) return std::nullopt;
  Expected<StoredPixels> stored = decode_png(file, *header);
  return stored ? std::optional<Image>(std::move(stored->values)) : std::nullopt;
}

std::optional<Image> reference(const Bytes& file) { return read_header(file) ? png_by_libpng(file) : std::nullopt; }

/// The same verdict and the same pixels by both ways.
bool agree(const Bytes& file) {
  const std::optional<Image> ours = decoded(file);
  return read_header(file) ? libpng_agrees(ours, file) : !ours;
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
      CHECK_FALSE(reference(file).has_value());
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

TEST_CASE("real masks decode as libpng decodes them") {
  const std::filesystem::path data = data_folder();
  if (data.empty()) return;
  for (const char* folder : {"coco_cc/masks", "bdd100k_testcases_bsd3", "dsb2018_cc0"}) {
    const auto files = files_in(data / folder, {".png"});
    CHECK_FALSE(files.empty());
    for (const auto& path : files) {
      CAPTURE(path.string());
      const Bytes file = read_file(path);
      CHECK(decoded(file).has_value());
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
      CHECK_FALSE(reference(changed).has_value());
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
  CHECK(decoded(png_with_stream(file, stream)).has_value());
  CHECK(agree(png_with_stream(file, stream)));

  SUBCASE("a wrong Adler-32") {
    std::string wrong = stream;
    wrong.back() = static_cast<char>(wrong.back() ^ 1);
    CHECK_FALSE(decoded(png_with_stream(file, wrong)).has_value());
    CHECK_FALSE(reference(png_with_stream(file, wrong)).has_value());
  }
  SUBCASE("a stream cut short") {
    for (std::size_t size = 0; size < stream.size(); ++size) {
      CAPTURE(size);
      CHECK_FALSE(decoded(png_with_stream(file, stream.substr(0, size))).has_value());
      CHECK_FALSE(reference(png_with_stream(file, stream.substr(0, size))).has_value());
    }
  }
  SUBCASE("a row too few, a row too many, a byte too many") {
    for (const std::string& rows :
         {file.rows.substr(41), file.rows + file.rows.substr(0, 41), file.rows + std::string(1, '\0')}) {
      CHECK_FALSE(decoded(png_with_stream(file, deflated(rows))).has_value());
      CHECK_FALSE(reference(png_with_stream(file, deflated(rows))).has_value());
    }
  }
  SUBCASE("a filter that does not exist") {
    file.rows[41] = 5;
    CHECK_FALSE(decoded(png_bytes(file)).has_value());
    CHECK_FALSE(reference(png_bytes(file)).has_value());
  }
  SUBCASE("bytes after a whole stream are no damage") {
    CHECK(decoded(png_with_stream(file, stream + "surplus")).has_value());
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

TEST_CASE("a changed bit of a stream that decodes all the same changes no pixel") {
  // One colour, or few: the code for distances has one bit or none, and what is not assigned in it can be met.
  for (const int step : {40, 20, 8, 1}) {
    PngFile file;
    file.width = 40;
    file.height = 30;
    for (int y = 0; y < 30; ++y) {
      file.rows += static_cast<char>(step % 5);
      for (int x = 0; x < 40; ++x) file.rows += static_cast<char>(x / step);
    }
    const std::string stream = deflated(file.rows);
    const std::optional<Image> whole = decoded(png_with_stream(file, stream));
    REQUIRE(whole.has_value());
    for (std::size_t i = 0; i < stream.size() * 8; ++i) {
      std::string wrong = stream;
      wrong[i / 8] = static_cast<char>(wrong[i / 8] ^ (1 << i % 8));
      CAPTURE(step);
      CAPTURE(i);
      const Bytes changed = png_with_stream(file, wrong);
      const std::optional<Image> image = decoded(changed);
      CHECK(libpng_agrees(image, changed));
      if (image) CHECK(same_pixels(*image, *whole));
    }
  }
}

TEST_CASE("interlaced files of every size, depth and filter decode as libpng decodes them") {
  std::uint32_t state = 7;
  for (const auto& [color, bits] :
       std::vector<std::pair<int, int>>{{0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {4, 16}, {6, 8}}) {
    for (std::uint32_t width = 1; width <= 9; ++width) {
      for (std::uint32_t height = 1; height <= 9; ++height) {
        PngFile file;
        file.width = width;
        file.height = height;
        file.bits = static_cast<std::uint8_t>(bits);
        file.color = static_cast<std::uint8_t>(color);
        file.interlaced = 1;
        const int channels = color == 0 ? 1 : color == 2 ? 3 : color == 4 ? 2 : 4;
        const int starts[7][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                  {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
        for (const auto& [x, y, dx, dy] : starts) {
          const int columns = (static_cast<int>(width) - x + dx - 1) / dx;
          const int rows = (static_cast<int>(height) - y + dy - 1) / dy;
          for (int row = 0; row < rows && columns > 0; ++row) {
            file.rows += static_cast<char>((state = state * 1664525U + 1013904223U) % 5);
            for (int i = 0; i < (columns * channels * bits + 7) / 8; ++i) {
              file.rows += static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);
            }
          }
        }
        CAPTURE(width);
        CAPTURE(height);
        CAPTURE(file.bits);
        const Bytes bytes = png_bytes(file);
        CHECK(decoded(bytes).has_value());
        CHECK(agree(bytes));
        file.rows.pop_back();
        CHECK_FALSE(decoded(png_bytes(file)).has_value());
      }
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
  file.color = 0;
  CHECK(verdict(Chunks{palette}, Chunks{}) == "");
  for (const std::string& length : {std::string(), std::string(4, 'a'), std::string(3 * 257, 'a')}) {
    CHECK(verdict(Chunks{{"PLTE", length}}, Chunks{}) == "decode");
  }
  CHECK(verdict(Chunks{}, Chunks{{"IEND", "a"}}) == "decode");
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
      CHECK(reference(encode_png(deep)).has_value());
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
