#include "codec/files.h"
#include "codec/png_files.h"

using namespace augshard;
using namespace augshard::test;

namespace {

using Values = std::vector<std::uint8_t>;

Image mask_of(const Bytes& file, const MaskTarget& target) {
  const Header header = header_of(file);
  Expected<Image> mask = decode_mask(file, header, target);
  REQUIRE_MESSAGE(mask.has_value(), mask.error().message);
  CHECK(mask->channels() == 1);
  CHECK(mask->size() == header.size);
  CHECK(mask->dtype() == mask_dtype(header, target));
  return *std::move(mask);
}

Error error_of(const Bytes& file, const MaskTarget& target) {
  const Expected<Image> mask = decode_mask(file, header_of(file), target);
  REQUIRE_FALSE(mask.has_value());
  return mask.error();
}

Values ids(const Bytes& file, const MaskTarget& target = {}) { return values_of<std::uint8_t>(mask_of(file, target)); }

/// One row of 8-bit pixels of so many channels, as PNG.
Bytes row(int channels, const Values& values) {
  const int width = static_cast<int>(values.size()) / channels;
  return encode_png(make_image<std::uint8_t>({1, width}, channels, DType::uint8, values));
}

MaskTarget target_of(MaskEncoding encoding) {
  MaskTarget target;
  target.name = "mask";
  target.encoding = encoding;
  return target;
}

MaskTarget binary() {
  MaskTarget target;
  target.kind = MaskKind::binary;
  return target;
}

}  // namespace

TEST_CASE("auto: gray values and palette indices are ids as stored, at every depth") {
  PngFile file;
  file.width = 4;
  file.rows = std::string("\0\x1B", 2);
  file.bits = 2;
  CHECK(ids(png_bytes(file)) == Values{0, 1, 2, 3});
  file.color = 3;
  file.before_data = {{"PLTE", "aaabbbcccddd"}, {"tRNS", std::string(2, '\0')}};
  CHECK(ids(png_bytes(file)) == Values{0, 1, 2, 3});

  PngFile bit;
  bit.width = 3;
  bit.bits = 1;
  bit.rows = std::string("\0\xA0", 2);
  CHECK(ids(png_bytes(bit)) == Values{1, 0, 1});
  bit.before_data = {{"tRNS", std::string(2, '\0')}};  // a key colour is no reason to refuse ids
  CHECK(ids(png_bytes(bit)) == Values{1, 0, 1});

  PngFile deep;
  deep.bits = 16;
  deep.rows = std::string("\0\x65\x91", 3);
  CHECK(values_of<std::uint16_t>(mask_of(png_bytes(deep), {})) == std::vector<std::uint16_t>{26001});
}

TEST_CASE("auto: colours are an error that lists them, the most frequent first") {
  const Error error = error_of(row(3, {0, 0, 0, 128, 64, 128, 0, 0, 0, 1, 2, 3}), {});
  CHECK(error.code == "mask-encoding");
  CHECK(error.message ==
        "the mask holds RGB where ids were expected; it has 3 colours: #000000 (2 pixels), #010203 (1 pixel), "
        "#804080 (1 pixel)");
  CHECK(error.hint.find("\"encoding\": \"colors\"") != std::string::npos);
  CHECK(error_of(row(4, {0, 0, 0, 255}), {}).message ==
        "the mask holds RGBA where ids were expected; it has 1 colour: #000000 (1 pixel)");
  CHECK(error_of(row(2, {1, 255}), {}).code == "mask-encoding");

  Values many;
  for (std::uint8_t i = 0; i < 20; ++i) many.insert(many.end(), {i, i, i});
  const std::string message = error_of(row(3, many), {}).message;
  CHECK(message.find("20 colours: #000000 (1 pixel), ") != std::string::npos);
  CHECK(message.find("#0B0B0B (1 pixel), ...") != std::string::npos);
  CHECK(message.find("#0C0C0C") == std::string::npos);
}

TEST_CASE("a photograph given as a mask is told apart without listing its million colours") {
  Image noise({300, 300}, 3, DType::uint8);
  std::uint32_t state = 1;
  for (std::uint8_t& value : noise.values<std::uint8_t>())
    value = static_cast<std::uint8_t>((state = state * 1664525U + 1013904223U) >> 24U);
  CHECK(error_of(encode_png(noise), {}).message.find("more than 4096 colours") != std::string::npos);
}

TEST_CASE("colors: every colour has its id, in the narrowest type that holds them all") {
  MaskTarget target = target_of(MaskEncoding::colors);
  target.colors = {{0x000000, 0}, {0x804080, 7}, {0xFF0001, 255}};
  const Values pixels{128, 64, 128, 0, 0, 0, 128, 64, 128, 255, 0, 1};
  CHECK(ids(row(3, pixels), target) == Values{7, 0, 7, 255});
  CHECK(ids(row(4, {128, 64, 128, 0, 0, 0, 0, 9}), target) == Values{7, 0});

  target.colors[0xFF0001] = 256;
  CHECK(values_of<std::uint16_t>(mask_of(row(3, pixels), target)) == std::vector<std::uint16_t>{7, 0, 7, 256});
  target.colors[0xFF0001] = 65536;
  CHECK(values_of<std::int32_t>(mask_of(row(3, pixels), target)) == std::vector<std::int32_t>{7, 0, 7, 65536});
  target.colors[0xFF0001] = -1;
  CHECK(values_of<std::int32_t>(mask_of(row(3, pixels), target)) == std::vector<std::int32_t>{7, 0, 7, -1});
}

TEST_CASE("colors: gray and palette files are read as the colours they show") {
  MaskTarget target = target_of(MaskEncoding::colors);
  target.colors = {{0x000000, 0}, {0xFFFFFF, 1}, {0x616263, 2}};
  CHECK(ids(row(1, {255, 0}), target) == Values{1, 0});
  CHECK(ids(row(2, {255, 10, 0, 10}), target) == Values{1, 0});
  PngFile file;
  file.color = 3;
  file.rows = std::string("\0\1", 2);
  file.before_data = {{"PLTE", "xxxabc"}};
  CHECK(ids(png_bytes(file), target) == Values{2});
}

TEST_CASE("colors: a colour without an id is an error that names it and the target") {
  MaskTarget target = target_of(MaskEncoding::colors);
  target.colors = {{0x000000, 0}};
  const Error error = error_of(row(3, {0, 0, 0, 1, 2, 3, 1, 2, 3}), target);
  CHECK(error.code == "mask-encoding");
  CHECK(error.message == "the mask has colours without an id; it has 1 colour: #010203 (2 pixels)");
  CHECK(error.hint.find("\"mask\"") != std::string::npos);
  const Image deep = textured<std::uint16_t>({2, 2}, 3, DType::uint16);
  CHECK(error_of(encode_png(deep), target).code == "mask-encoding");
}

TEST_CASE("rgb24_id: R + 256 G + 65536 B") {
  const MaskTarget target = target_of(MaskEncoding::rgb24_id);
  const Image mask = mask_of(row(3, {1, 2, 3, 255, 255, 255}), target);
  CHECK(values_of<std::int32_t>(mask) == std::vector<std::int32_t>{1 + 256 * 2 + 65536 * 3, 0xFFFFFF});
  CHECK(values_of<std::int32_t>(mask_of(row(4, {1, 0, 0, 77}), target)) == std::vector<std::int32_t>{1});
  CHECK(error_of(row(1, {1}), target).code == "mask-encoding");
}

TEST_CASE("threshold: what the file shows as gray, from the threshold upwards") {
  MaskTarget target = target_of(MaskEncoding::threshold);
  CHECK(ids(row(1, {0, 127, 128, 255}), target) == Values{0, 0, 1, 1});
  CHECK(ids(row(2, {127, 255, 128, 0}), target) == Values{0, 1});
  CHECK(ids(row(3, {255, 0, 0, 0, 255, 0}), target) == Values{0, 1});  // 76 and 150 by Rec. 601
  CHECK(ids(row(4, {128, 128, 128, 0, 127, 127, 127, 255}), target) == Values{1, 0});
  target.threshold = 1;
  CHECK(ids(row(1, {0, 1}), target) == Values{0, 1});
  target.threshold = 26000.5;
  const Image deep = make_image<std::uint16_t>({1, 2}, 1, DType::uint16, {26000, 26001});
  CHECK(ids(encode_png(deep), target) == Values{0, 1});
  target.threshold = 128;
  PngFile bit;
  bit.width = 2;
  bit.bits = 1;
  bit.rows = std::string("\0\x40", 2);
  CHECK(ids(png_bytes(bit), target) == Values{0, 1});
}

TEST_CASE("binary: non-zero is 1, whatever the encoding and the depth") {
  CHECK(ids(row(1, {0, 1, 255}), binary()) == Values{0, 1, 1});
  CHECK(ids(row(3, {0, 0, 0, 0, 0, 1}), binary()) == Values{0, 1});
  CHECK(ids(row(4, {0, 0, 0, 255, 0, 1, 0, 0}), binary()) == Values{0, 1});
  CHECK(ids(row(2, {0, 255, 3, 0}), binary()) == Values{0, 1});
  const Image deep = make_image<std::uint16_t>({1, 2}, 1, DType::uint16, {0, 256});
  CHECK(ids(encode_png(deep), binary()) == Values{0, 1});
  MaskTarget by_color = target_of(MaskEncoding::colors);
  by_color.kind = MaskKind::binary;
  by_color.colors = {{0x000000, 0}, {0x0000FF, 300}};
  CHECK(ids(row(3, {0, 0, 255, 0, 0, 0}), by_color) == Values{1, 0});
}

TEST_CASE("heatmap: values as stored") {
  MaskTarget target;
  target.kind = MaskKind::heatmap;
  CHECK(ids(row(1, {0, 77, 255}), target) == Values{0, 77, 255});
}

TEST_CASE("a JPEG as a mask is refused unless lossy masks are allowed") {
  Image gray({8, 8}, 1, DType::uint8);
  std::fill(gray.bytes().begin(), gray.bytes().end(), std::byte{1});
  const Bytes file = encode_jpeg(gray, 100);
  const Error error = error_of(file, target_of(MaskEncoding::automatic));
  CHECK(error.code == "mask-lossy");
  CHECK(error.hint.find("allow_lossy") != std::string::npos);
  MaskTarget allowed;
  allowed.allow_lossy = true;
  CHECK(ids(file, allowed) == Values(64, 1));
}

TEST_CASE("real masks: COCO palette masks hold category ids, BDD100K bitmasks need an encoding") {
  const std::filesystem::path data = data_folder();
  if (data.empty()) return;
  for (const auto& path : files_in(data / "coco_cc" / "masks", {".png"})) {
    CAPTURE(path.filename().string());
    const Bytes file = read_file(path);
    for (const std::uint8_t id : ids(file)) {
      if (id > 90 && id != 255) FAIL("an id that COCO does not have");
    }
  }
  const std::filesystem::path bdd = data / "bdd100k_testcases_bsd3" / "label" / "testcases";
  const Bytes bitmask = read_file(bdd / "bitmasks" / "quasi-video" / "insseg_bitmask.png");
  CHECK(error_of(bitmask, {}).code == "mask-encoding");
  const Image mask = mask_of(bitmask, target_of(MaskEncoding::rgb24_id));
  const Image colors = image_of(bitmask);
  CHECK(mask.values<std::int32_t>()[0] == colors.values<std::uint8_t>()[0] + 256 * colors.values<std::uint8_t>()[1] +
                                              65536 * colors.values<std::uint8_t>()[2]);
}
