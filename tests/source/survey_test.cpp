#include "source/survey.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/checksum.h"
#include "op/table.h"
#include "source/mask_types.h"
#include "tree.h"

using namespace augshard;

namespace {

using Bytes = std::vector<std::byte>;

Image flat(Size size, int channels, DType dtype = DType::uint8, int value = 0) {
  Image image(size, channels, dtype);
  std::ranges::fill(image.bytes(), static_cast<std::byte>(value));
  return image;
}

Bytes png(Size size, int channels = 1, DType dtype = DType::uint8) { return encode_png(flat(size, channels, dtype)); }

/// A JPEG whose APP1 segment holds nothing but the orientation (TIFF, big-endian, one SHORT entry).
Bytes jpeg(Size size, int orientation, int channels = 3) {
  Bytes file = encode_jpeg(flat(size, channels), 90);
  const unsigned char app1[] = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0,
                                'M',  'M',  0, 42, 0,   0,   0,   8,   0, 1,
                                0x01, 18,   0, 3,  0,   0,   0,   1,   0, static_cast<unsigned char>(orientation),
                                0,    0,    0, 0,  0,   0};
  const auto bytes = std::as_bytes(std::span(app1));
  file.insert(file.begin() + 2, bytes.begin(), bytes.end());
  return file;
}

constexpr Size kWide{20, 30};
constexpr Size kTall{30, 20};
constexpr Size kSquare{24, 24};

Spec pairs(const Tree& tree) { return folders_spec(tree, "i/{id}.(jpg|png)", {{"mask", "m/{id}.png"}}); }

/// The survey of one turned image with one mask.
Survey survey_turned(Size image, int orientation, Size mask, ExifPolicy policy, bool resize = false) {
  const Tree tree;
  tree.add("i/1.jpg", jpeg(image, orientation));
  tree.add("m/1.png", png(mask));
  Spec spec = pairs(tree);
  spec.image.exif = policy;
  spec.source.resize_mismatched_mask = resize;
  return survey_source(spec);
}

}  // namespace

TEST_CASE("headers give what ops and writers need to know, and what all images share") {
  const Tree tree;
  tree.add("i/1.png", png(kWide, 3));
  tree.add("m/1.png", png(kWide));
  tree.add("i/2.png", png(kWide, 3));
  tree.add("m/2.png", png(kWide));
  const Survey same = survey_source(pairs(tree));
  CHECK(same.diagnostics.empty());
  CHECK(same.facts.size() == 2);
  CHECK(same.facts[1].size == kWide);
  CHECK(same.facts[1].channels == 3);
  CHECK(same.facts[1].mask_orientation == std::vector<int>{1});
  CHECK(same.image == Shape{kWide, 3, DType::uint8});

  tree.add("i/3.png", png(kTall, 3));
  tree.add("m/3.png", png(kTall));
  CHECK(survey_source(pairs(tree)).image == Shape{std::nullopt, 3, DType::uint8});
  tree.add("i/4.png", png(kWide, 1, DType::uint16));
  tree.add("m/4.png", png(kWide));
  const Survey mixed = survey_source(pairs(tree));
  CHECK(mixed.image == Shape{});
  CHECK_FALSE(has_errors(mixed.diagnostics));
}

TEST_CASE("the alpha policy decides how many channels an image has") {
  const Tree tree;
  tree.add("i/1.png", png(kWide, 4));
  Spec spec = folders_spec(tree, "i/{id}.png", {});
  CHECK(survey_source(spec).image.channels == 4);
  spec.image.alpha = AlphaPolicy::drop;
  CHECK(survey_source(spec).image.channels == 3);
}

TEST_CASE("a turned image stands upright, and its mask is turned exactly where it was drawn on raw pixels") {
  for (int orientation = 5; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    const Survey displayed = survey_turned(kWide, orientation, kTall, ExifPolicy::apply);
    CHECK(displayed.diagnostics.empty());
    CHECK(displayed.facts.at(0).size == kTall);
    CHECK(displayed.facts[0].image_orientation == orientation);
    CHECK(displayed.facts[0].mask_orientation == std::vector<int>{1});
    CHECK(displayed.turned_images == 1);
    CHECK(displayed.ambiguous_orientation == 0);

    const Survey raw = survey_turned(kWide, orientation, kWide, ExifPolicy::apply);
    CHECK(raw.diagnostics.empty());
    CHECK(raw.facts.at(0).size == kTall);
    CHECK(raw.facts[0].mask_orientation == std::vector<int>{orientation});
    CHECK(raw.ambiguous_orientation == 0);
  }
}

TEST_CASE("where the size cannot tell, the mask counts as upright with one warning") {
  const std::pair<Size, int> cases[] = {{kWide, 2}, {kWide, 3}, {kWide, 4}, {kSquare, 3}, {kSquare, 5}, {kSquare, 8}};
  for (const auto& drawn : cases) {
    const auto [size, orientation] = drawn;
    CAPTURE(drawn.second);
    const Survey survey = survey_turned(size, orientation, size, ExifPolicy::apply);
    CHECK(survey.facts.at(0).size == size);
    CHECK(survey.facts[0].image_orientation == orientation);
    CHECK(survey.facts[0].mask_orientation == std::vector<int>{1});
    CHECK(survey.ambiguous_orientation == 1);
    REQUIRE(survey.diagnostics.size() == 1);
    CHECK(survey.diagnostics[0].severity == Severity::warning);
    CHECK(survey.diagnostics[0].code == "mask-orientation");
    CHECK(holds(survey.diagnostics[0].hint, "apply_to_all"));
  }
}

TEST_CASE("the other EXIF policies") {
  const Survey all = survey_turned(kWide, 6, kWide, ExifPolicy::apply_to_all);
  CHECK(all.diagnostics.empty());
  CHECK(all.facts.at(0).mask_orientation == std::vector<int>{6});
  CHECK(survey_turned(kWide, 3, kWide, ExifPolicy::apply_to_all).facts.at(0).mask_orientation == std::vector<int>{3});
  CHECK(survey_turned(kWide, 3, kWide, ExifPolicy::apply_to_all).ambiguous_orientation == 0);
  CHECK(find(survey_turned(kWide, 6, kTall, ExifPolicy::apply_to_all).diagnostics, "size-mismatch").code ==
        "size-mismatch");

  const Survey ignored = survey_turned(kWide, 6, kWide, ExifPolicy::ignore);
  CHECK(ignored.diagnostics.empty());
  CHECK(ignored.facts.at(0).size == kWide);
  CHECK(ignored.facts[0].image_orientation == 1);
  CHECK(ignored.turned_images == 0);
  CHECK(has_errors(survey_turned(kWide, 6, kTall, ExifPolicy::ignore).diagnostics));

  const Diagnostic refused = find(survey_turned(kWide, 6, kWide, ExifPolicy::error).diagnostics, "exif-orientation");
  CHECK(refused.pointer == "/targets/image/exif");
  CHECK(holds(refused.message, "1 image has an EXIF orientation other than 1: 'i/1.jpg' (6)"));
  CHECK(survey_turned(kWide, 1, kWide, ExifPolicy::error).diagnostics.empty());
}

TEST_CASE("a mask's own orientation does not count") {
  const Tree tree;
  tree.add("i/1.png", png(kWide, 3));
  tree.add("m/1.jpg", jpeg(kWide, 6, 1));
  Spec spec = folders_spec(tree, "i/{id}.png", {{"mask", "m/{id}.jpg"}});
  spec.masks[0].allow_lossy = true;
  const Survey survey = survey_source(spec);
  CHECK(survey.diagnostics.empty());
  CHECK(survey.facts.at(0).mask_orientation == std::vector<int>{1});
}

TEST_CASE("masks of another size are an error with both sizes, or counted where allowed") {
  const Tree tree;
  for (int i = 1; i <= 7; ++i) {
    tree.add("i/" + std::to_string(i) + ".png", png(kWide, 3));
    tree.add("m/" + std::to_string(i) + ".png", png(i == 1 ? kWide : kTall));
  }
  Spec spec = pairs(tree);
  const Diagnostic error = find(survey_source(spec).diagnostics, "size-mismatch");
  CHECK(error.severity == Severity::error);
  CHECK(error.pointer == "/source/masks/mask");
  CHECK(holds(error.message, "6 masks 'mask' differ"));
  CHECK(holds(error.message, "'2' (mask 20x30, image 30x20)"));
  CHECK(holds(error.message, "'6' (mask 20x30, image 30x20); and 1 more"));
  CHECK(holds(error.hint, R"("size_mismatch": "resize_mask")"));
  spec.source.resize_mismatched_mask = true;
  const Survey allowed = survey_source(spec);
  CHECK(allowed.diagnostics.empty());
  CHECK(allowed.resized_masks == 6);
}

TEST_CASE("a mask to be resized is turned by its proportions") {
  const Survey raw = survey_turned(kWide, 6, {10, 15}, ExifPolicy::apply, true);
  CHECK(raw.facts.at(0).mask_orientation == std::vector<int>{6});
  CHECK(raw.resized_masks == 1);
  CHECK(survey_turned(kWide, 6, {15, 10}, ExifPolicy::apply, true).facts.at(0).mask_orientation == std::vector<int>{1});
  CHECK(survey_turned(kWide, 6, {15, 11}, ExifPolicy::apply, true).ambiguous_orientation == 1);
}

TEST_CASE("files that cannot be read are rejects, and the rest is judged without them") {
  const Tree tree;
  tree.add("i/1.png", "no image at all");
  tree.add("i/2.png", png(kWide, 3));
  tree.add("i/4.png", png(kWide, 3));
  tree.add("m/1.png", png(kTall));
  tree.add("m/2.png", std::string_view("\x89PNG\r\n\x1a\n cut", 11));
  tree.add("m/4.png", png(kWide));
  tree.add("l.csv", "image,mask\ni/1.png,m/1.png\ni/2.png,m/2.png\ni/3.png,m/4.png\ni/4.png,m/4.png\n");
  const Survey survey = survey_source(table_spec(tree, "l.csv", "image", {{"mask", "mask"}}));
  CHECK(survey.diagnostics.empty());
  REQUIRE(survey.facts.size() == 4);
  REQUIRE(survey.facts[0].reject);
  CHECK(survey.facts[0].reject->code == "format");
  CHECK(survey.facts[0].reject_path == "i/1.png");
  REQUIRE(survey.facts[1].reject);
  CHECK(survey.facts[1].reject->code == "decode");
  CHECK(survey.facts[1].reject_path == "m/2.png");
  REQUIRE(survey.facts[2].reject);
  CHECK(survey.facts[2].reject->code == "io");
  CHECK(survey.facts[2].reject_path == "i/3.png");
  CHECK_FALSE(survey.facts[3].reject);
  CHECK(survey.image == Shape{kWide, 3, DType::uint8});
  CHECK(holds(describe_pairing(survey), "unreadable: 3"));
}

TEST_CASE("a lossy mask is an error unless allowed") {
  const Tree tree;
  tree.add("i/1.png", png(kWide, 3));
  tree.add("m/1.jpg", jpeg(kWide, 1, 1));
  Spec spec = folders_spec(tree, "i/{id}.png", {{"mask", "m/{id}.jpg"}});
  const Diagnostics diagnostics = survey_source(spec).diagnostics;
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].code == "mask-lossy");
  CHECK(diagnostics[0].pointer == "/source/masks/mask");
  CHECK(holds(diagnostics[0].message, "'m/1.jpg'"));
  CHECK(holds(diagnostics[0].hint, "allow_lossy"));
  spec.masks[0].allow_lossy = true;
  CHECK(survey_source(spec).diagnostics.empty());
}

TEST_CASE("colours where ids were expected are an error that names a file and lists them") {
  const Tree tree;
  Image colors = flat(kWide, 3);
  colors.values<std::uint8_t>()[0] = 0x80;
  for (const char* id : {"1", "2", "3"}) {
    tree.add("i/" + std::string(id) + ".png", png(kWide, 3));
    tree.add("m/" + std::string(id) + ".png", *id == '1' ? png(kWide) : encode_png(colors));
  }
  Spec spec = pairs(tree);
  const Diagnostics diagnostics = survey_source(spec).diagnostics;
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].code == "mask-encoding");
  CHECK(diagnostics[0].severity == Severity::error);
  CHECK(holds(diagnostics[0].message, "'m/2.png'"));
  CHECK(holds(diagnostics[0].message, "#800000"));
  CHECK(holds(diagnostics[0].message, "1 more file like it"));
  spec.masks[0].encoding = MaskEncoding::colors;
  spec.masks[0].colors = {{0, 0}, {0x800000, 1}};
  CHECK(survey_source(spec).diagnostics.empty());
  spec.masks[0].encoding = MaskEncoding::rgb24_id;
  CHECK(holds(find(survey_source(spec).diagnostics, "mask-encoding").message, "'m/1.png'"));
}

TEST_CASE("a mask's type is the widest of its files and of the ids that the pipeline can write") {
  const Tree tree;
  tree.add("i/1.png", png(kWide, 3));
  tree.add("m/1.png", png(kWide));
  tree.add("i/2.png", png(kWide, 3));
  tree.add("m/2.png", png(kWide));
  const auto type = [&](const auto& change) {
    Spec spec = pairs(tree);
    change(spec, spec.masks[0]);
    return survey_source(spec).mask_types.at(0);
  };
  CHECK(type([](Spec&, MaskTarget&) {}) == DType::uint8);
  CHECK(type([](Spec&, MaskTarget& m) { m.ignore = 256; }) == DType::uint16);
  CHECK(type([](Spec&, MaskTarget& m) { m.ignore = -1; }) == DType::int32);
  CHECK(type([](Spec&, MaskTarget& m) { m.fill = 65536; }) == DType::int32);
  CHECK(type([](Spec&, MaskTarget& m) { m.flip_label_swap = {{300, 3}}; }) == DType::uint16);
  CHECK(type([](Spec&, MaskTarget& m) { m.encoding = MaskEncoding::threshold; }) == DType::uint8);
  CHECK(type([](Spec& s, MaskTarget&) {
          OpNode inner;
          inner.content = BoundOp{find_op("rotate"), {}};
          inner.sampling.mask_fill = 1000;
          Composition composition;
          composition.ops.push_back(std::move(inner));
          OpNode outer;
          outer.content = std::move(composition);
          s.splits.emplace_back().ops.push_back(std::move(outer));
        }) == DType::uint16);
  CHECK(type([](Spec&, MaskTarget& m) {
          m.kind = MaskKind::heatmap;
          m.ignore.reset();
          m.fill = 0.5;
        }) == DType::float32);
  tree.add("m/2.png", png(kWide, 1, DType::uint16));
  CHECK(type([](Spec&, MaskTarget&) {}) == DType::uint16);
  CHECK(type([](Spec&, MaskTarget& m) { m.kind = MaskKind::binary; }) == DType::uint8);
  CHECK(wider(DType::int32, DType::uint16) == DType::int32);
}

TEST_CASE("a record without a mask has no mask to turn, read or compare") {
  const Tree tree;
  tree.add("i/1.jpg", jpeg(kWide, 3));
  tree.add("i/2.png", png(kWide, 3));
  tree.add("m/2.png", png(kWide));
  Spec spec = pairs(tree);
  spec.source.missing_mask = MissingMask::background;
  const Survey survey = survey_source(spec);
  CHECK(survey.diagnostics.empty());
  CHECK(survey.facts.at(0).mask_orientation == std::vector<int>{1});
  CHECK(describe_pairing(survey) ==
        "2 images, 1 with all masks, 2 records\nwithout a mask: 1 ('1')\nimages turned upright by EXIF: 1\n");
}

TEST_CASE("the hash of the inputs covers keys, paths, sizes and the attributes in use, byte for byte") {
  const Tree tree;
  tree.add("a.png", "abc");
  tree.add("l.csv", "key,image,mask,city\nk,a.png,,bonn\n");
  Spec spec = table_spec(tree, "l.csv", "image", {{"mask", "mask"}});
  spec.source.missing_mask = MissingMask::background;
  spec.group_by = "city";
  const auto number = [](char value) { return std::string(1, value) + std::string(7, '\0'); };
  const auto text = [&](const std::string& value) { return number(static_cast<char>(value.size())) + value; };
  const std::string bytes =
      text("k") + text("a.png") + number(3) + std::string(1, '\0') + std::string(1, '\1') + text("bonn");
  CHECK(survey_source(spec).inputs_sha256 == sha256_hex(bytes));

  const std::string before = survey_source(spec).inputs_sha256;
  tree.add("a.png", "abd");
  CHECK(survey_source(spec).inputs_sha256 == before);
  tree.add("a.png", "abcd");
  const std::string longer = survey_source(spec).inputs_sha256;
  CHECK(longer != before);
  tree.add("l.csv", "key,image,mask,city,note\nk,a.png,,bonn,x\n");
  CHECK(survey_source(spec).inputs_sha256 == longer);
  tree.add("l.csv", "key,image,mask,city\nk,a.png,,trier\n");
  CHECK(survey_source(spec).inputs_sha256 != longer);
  tree.add("l.csv", "key,image,mask,city\nk,b.png,,bonn\n");
  CHECK(survey_source(spec).inputs_sha256 !=
        sha256_hex(text("k") + text("b.png") + number(4) + std::string(1, '\0') + std::string(1, '\1') + text("bonn")));
}

TEST_CASE("real data: palette masks, and one landscape in all orientations") {
  const std::filesystem::path data = std::filesystem::path(AUGSHARD_SOURCE_DIR) / "../shared/data";
  if (!std::filesystem::exists(data / "coco_cc")) {
    MESSAGE("skipped: ../shared/data is not there");
    return;
  }
  const Tree none;
  Spec spec = folders_spec(none, "images/{id}.jpg", {{"mask", "masks/{id}.png"}});
  spec.source.root = data / "coco_cc";
  const Survey coco = survey_source(spec);
  CHECK_FALSE(has_errors(coco.diagnostics));
  CHECK(coco.facts.size() == 40);
  CHECK(std::ranges::none_of(coco.facts, [](const RecordFacts& f) { return f.reject.has_value(); }));
  CHECK(coco.mask_types == std::vector<DType>{DType::uint8});

  spec = folders_spec(none, "Landscape_{n}.jpg", {});
  spec.source.root = data / "exif_mit";
  const Survey turned = survey_source(spec);
  CHECK(turned.diagnostics.empty());
  REQUIRE(turned.facts.size() == 9);
  CHECK(turned.image == Shape{Size{1200, 1800}, 3, DType::uint8});
  CHECK(turned.turned_images == 7);
  for (int i = 0; i <= 8; ++i) {
    CHECK(turned.facts[static_cast<std::size_t>(i)].image_orientation == std::max(i, 1));
  }
}
