#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "codec/codec.h"
#include "records.h"
#include "sample_annotations.h"
#include "sanitized.h"
#include "sink/npy/header.h"
#include "sink/verify_pixels.h"
#include "sink/verify_values.h"
#include "temporary_folder.h"
#include "written_dataset.h"

using namespace augshard;

namespace {

constexpr const char* kStreetShard = "tfrecord/street-train.tfrecord-00000-of-00002";
constexpr const char* kArrays = "npy/train-00000-of-00002.";

/// One record of a shard as a map that may be changed.
using Change = std::function<void(Features&)>;

std::vector<std::byte> framed(const Features& features) {
  const std::size_t size = example_size(features);
  std::vector<std::byte> record(size + kRecordHeader + kRecordFooter);
  write_example(features, std::span(record).subspan(kRecordHeader, size));
  frame_record(record);
  return record;
}

/// A written dataset in which one thing at a time is damaged, with CRCs, index and checksums that fit.
class Damaged {
 public:
  Damaged(const Dataset& dataset, const Scenes& scenes) : manifest_(write_dataset(folder_.path(), dataset, scenes)) {
    shard_ = file_bytes(folder_.path() / kStreetShard);
  }
  Damaged() {
    Examples examples;
    for (int i = 0; i < 5; ++i) examples.add_street("aachen/" + std::to_string(i), i);
    manifest_ = write_dataset(folder_.path(), street(), examples);
    shard_ = file_bytes(folder_.path() / kStreetShard);
  }

  /// Problems after a change of record 1 of the first shard of train, as "code path: message" without the place. That
  /// ledgers and statistics no longer fit is told too, which is for the tests of verify_ledgers_test.cpp.
  std::string after(const Change& change) {
    std::string content;
    std::string index;
    const auto records = records_of(shard_);
    for (std::size_t i = 0; i < records.size(); ++i) {
      Features features = *parse_example(records[i]);
      if (i == 1) offset_ = content.size();
      if (i == 1) change(features);
      const auto record = framed(features);
      index += std::to_string(content.size()) + " " + std::to_string(record.size()) + "\n";
      content += text_of(record);
    }
    std::string found;
    replace({{kStreetShard, content}, {std::string(kStreetShard) + ".idx", index}});
    const std::string place = std::string(kStreetShard) + ": record 1 at byte " + std::to_string(offset_) + ": ";
    for (const auto& problem : verify_dataset(folder_.path()).problems) {
      if (problem.code == "ledger" || problem.code == "statistics") continue;
      const std::string line = problem.path + ": " + problem.message;
      REQUIRE_MESSAGE(line.starts_with(place), line);
      found += problem.code + ": " + line.substr(place.size()) + "\n";
    }
    return found;
  }

  /// Damages one byte of the first record, and takes its CRC then; false past its end.
  bool with_flipped_byte(std::size_t at) {
    auto file = shard_;
    const std::size_t size = records_of(file).at(0).size();
    if (at >= size) return false;
    file[kRecordHeader + at] ^= static_cast<std::byte>(1U << (at % 8));
    frame_record(std::span(file).first(kRecordHeader + size + kRecordFooter));
    replace({{kStreetShard, text_of(file)}});
    return true;
  }

  /// Problems after an array was replaced.
  std::string with_array(const std::string& part, const std::string& content) {
    replace({{array_path(part), content}});
    std::string found;
    for (const auto& problem : verify_dataset(folder_.path()).problems) {
      if (problem.code == "ledger" || problem.code == "statistics") continue;
      found += problem.code + " " + problem.path + ": " + problem.message + "\n";
    }
    return found;
  }
  [[nodiscard]] std::string array(const std::string& part) const {
    return *read_text(folder_.path() / array_path(part));
  }
  static std::string array_path(const std::string& part) { return kArrays + part + ".npy"; }

  Manifest& manifest() { return manifest_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  void replace(const std::map<std::string, std::string>& files) {
    for (const auto& [path, content] : files) {
      write(path, content);
      for (auto& output : manifest_.outputs) {
        for (auto& shard : output.shards) {
          for (auto& file : shard.files) {
            if (file.path == path) file = {path, content.size(), sha256_hex(content)};
          }
        }
      }
    }
    write(kManifestName, manifest_text(manifest_));
  }
  // Not to disk: hundreds of them are written.
  void write(const std::string& path, const std::string& content) const {
    std::ofstream(folder_.path() / path, std::ios::binary) << content;
  }

  TemporaryFolder folder_;
  Manifest manifest_;
  std::vector<std::byte> shard_;  ///< as it was written
  std::size_t offset_ = 0;
};

Image plain(Size size, int channels, int value) {
  Image image(size, channels, DType::uint8);
  std::fill(image.bytes().begin(), image.bytes().end(), static_cast<std::byte>(value));
  return image;
}

/// Row 1 of an array of `row_bytes` a row starts here.
std::size_t row_at(const std::string& file, std::size_t row, std::size_t row_bytes) {
  return parse_npy_header(bytes_of(file))->data_offset + row * row_bytes;
}

}  // namespace

TEST_CASE("verify holds each record against the fields") {
  Damaged dataset;
  std::vector<std::byte> bytes;
  const auto set = [&](const std::string& key, std::vector<std::byte> value) {
    bytes = std::move(value);
    return dataset.after([&](Features& features) { features[key] = BytesList{bytes}; });
  };
  SUBCASE("nothing changed") {
    CHECK(dataset.after([](Features&) {}).empty());
  }
  SUBCASE("a mask with an unknown id") {
    CHECK(set("mask", encode_png(plain({4, 6}, 1, 9))) == "mask-id: mask 'mask' holds id 9, which is no class\n");
    CHECK(set("mask", encode_png(plain({4, 6}, 1, 255))).empty());
  }
  SUBCASE("another size") {
    CHECK(set("image", encode_jpeg(plain({5, 6}, 3, 9), 95)) ==
          "shape: 'image' is 5x6x3 uint8 instead of 4x6x3 uint8\n");
    CHECK(set("mask", encode_png(plain({4, 5}, 1, 0))) == "shape: 'mask' is 4x5x1 uint8 instead of 4x6x1 uint8\n");
  }
  SUBCASE("another type, another number of channels, another format") {
    Image deep(Size{4, 6}, 1, DType::uint16);
    std::fill(deep.bytes().begin(), deep.bytes().end(), std::byte{0});
    CHECK(set("mask", encode_png(deep)) == "shape: 'mask' is 4x6x1 uint16 instead of 4x6x1 uint8\n");
    CHECK(set("image", encode_jpeg(plain({4, 6}, 1, 9), 95)) ==
          "shape: 'image' is 4x6x1 uint8 instead of 4x6x3 uint8\n");
    CHECK(set("image", encode_png(plain({4, 6}, 3, 9))) == "shape: 'image' is a PNG, and the pipeline says jpeg\n");
  }
  SUBCASE("a PNG cut short, at every length") {
    const auto png = encode_png(plain({4, 6}, 1, 1));
    for (std::size_t size = 0; size + 1 < png.size(); ++size) {
      const auto found = set("mask", {png.begin(), png.begin() + static_cast<std::ptrdiff_t>(size)});
      CHECK_MESSAGE(found.starts_with("decode: 'mask' cannot be decoded: "), found);
    }
  }
  SUBCASE("a JPEG cut short") {
    auto jpeg = encode_jpeg(plain({4, 6}, 3, 100), 95);
    jpeg.resize(jpeg.size() - 4);
    CHECK(set("image", jpeg).starts_with("decode: 'image' cannot be decoded: "));
  }
  SUBCASE("a key that is not there, of another kind, empty, or of no field") {
    const auto erased = [&](const std::string& key) {
      return dataset.after([&](Features& features) { features.erase(key); });
    };
    CHECK(erased("mask") == "key: it has no 'mask'\n");
    CHECK(dataset.after([](Features& features) { features["mask"] = Int64List{1}; }) ==
          "key: 'mask' is of kind int64 instead of bytes\n");
    CHECK(dataset.after([](Features& features) { features["mask"] = BytesList{}; }) ==
          "key: 'mask' holds 0 values instead of 1\n");
    CHECK(
        dataset.after([](Features& features) { features["mood"] = Int64List{1}; }).find("'mood' belongs to no field") !=
        std::string::npos);
  }
  SUBCASE("key and copy") {
    CHECK(dataset.after([](Features& features) { features.erase("key"); }) == "key: it has no 'key'\n");
    CHECK(
        dataset.after([](Features& features) { features["key"] = BytesList{{}}; }).starts_with("key: 'key' is empty"));
  }
  SUBCASE("a copy that the split does not make") {
    CHECK(dataset.after([](Features& features) { features["copy"] = Int64List{4}; }) ==
          "copy: it is copy 4, and 'train' has copies 1 to 1\n");
  }
}

TEST_CASE("verify holds each array against the fields") {
  Damaged dataset;
  auto mask = dataset.array("mask");
  SUBCASE("an unknown id") {
    const auto at = row_at(mask, 1, 24);
    mask[at + 5] = 9;
    CHECK(dataset.with_array("mask", mask) == "mask-id npy/train-00000-of-00002.mask.npy: row 1 at byte " +
                                                  std::to_string(at) + ": mask 'mask' holds id 9, which is no class\n");
  }
  SUBCASE("another shape") {
    mask.replace(mask.find("(3, 4, 6)"), 9, "(3, 6, 4)");
    CHECK(dataset.with_array("mask", mask) ==
          "shape npy/train-00000-of-00002.mask.npy: it holds (rows, 6, 4) of type |u1 instead of (rows, 4, 6) of type "
          "|u1\n");
  }
  SUBCASE("another type") {
    mask.replace(mask.find("|u1"), 3, "|i1");
    CHECK(dataset.with_array("mask", mask) ==
          "shape npy/train-00000-of-00002.mask.npy: it holds (rows, 4, 6) of type |i1 instead of (rows, 4, 6) of type "
          "|u1\n");
  }
  SUBCASE("in Fortran order") {
    mask.replace(mask.find("False"), 5, "True ");
    CHECK(dataset.with_array("mask", mask).find("in Fortran order") != std::string::npos);
  }
  SUBCASE("a copy that the split does not make, a key that is empty") {
    auto copy = dataset.array("copy");
    copy[row_at(copy, 2, 4)] = 7;
    CHECK(dataset.with_array("copy", copy).ends_with(": it is copy 7, and 'train' has copies 1 to 1\n"));
    auto key = dataset.array("key");
    key[row_at(key, 0, 8)] = '\0';
    CHECK(dataset.with_array("key", key).find("row 0 at byte 128: the key is empty") != std::string::npos);
  }
  SUBCASE("an array that dataset.json does not name") {
    dataset.manifest().outputs[1].shards[0].paths.erase("copy");
    write_manifest(dataset.folder(), dataset.manifest());
    const auto verification = verify_dataset(dataset.folder());
    REQUIRE(verification.problems.size() == 1);
    CHECK(verification.problems[0].message == "a shard of 'train' has no array 'copy'");
  }
}

TEST_CASE("of the problems of a file twenty are listed and the others counted") {
  const TemporaryFolder folder;
  Examples examples;
  for (int i = 0; i < 30; ++i) {
    Image mask = plain({4, 6}, 1, 77);
    examples.add("k" + std::to_string(i), plain({4, 6}, 3, 1), std::move(mask));
  }
  write_dataset(folder.path(), street(), examples);
  const auto verification = verify_dataset(folder.path());
  // Two shards of 3 and 27 examples in two formats.
  CHECK(verification.problems.size() == 2 * (3 + 20 + 1));
  CHECK(verification.problems.back().code == "more");
  CHECK(verification.problems.back().message == "and 7 problems more");
}

TEST_CASE("verify holds boxes and keypoints against the image, the classes and each other") {
  const Scenes scenes;
  Damaged dataset(scene(), scenes);
  const auto floats = [&](const std::string& key, FloatList values) {
    return dataset.after([&](Features& features) { features[key] = std::move(values); });
  };
  SUBCASE("nothing changed") {
    CHECK(dataset.after([](Features&) {}).empty());
  }
  SUBCASE("a box too many") {
    CHECK(floats("objects/bbox", {0, 0, 1, 1}) ==
          "box: 'objects/bbox' holds 4 numbers, four for each of 0 labels are 0\n");
  }
  SUBCASE("points too few") {
    CHECK(floats("eyes", {1, 2, 2}) == "keypoints: 'eyes' holds 3 numbers instead of 6\n");
    CHECK(floats("pose", {1, 2, 2}) == "keypoints: 'pose' holds 3 numbers instead of 0\n");
  }
  SUBCASE("points that are none") {
    CHECK(floats("marks", {1, 2}) == "keypoints: 'marks' holds 2 numbers, which is no multiple of 3\n");
  }
  SUBCASE("a visibility of 3") {
    CHECK(floats("marks", {1, 2, 3}) == "keypoints: point 0 of 'marks' has the visibility 3\n");
  }
  SUBCASE("boxes of arrays") {
    auto boxes = dataset.array("objects.bbox");
    const float outside = 6.5F;
    std::memcpy(boxes.data() + row_at(boxes, 0, 16) + 8, &outside, sizeof outside);
    CHECK(dataset.with_array("objects.bbox", boxes) ==
          "box npy/train-00000-of-00002.objects.bbox.npy: row 0 at byte 128: box 0 of 'objects' (xyxy 0, 0, 6.5, 2) is "
          "not within its image of 4x6\n");
  }
  SUBCASE("labels of arrays") {
    auto labels = dataset.array("objects.label");
    labels[row_at(labels, 2, 8)] = 5;
    CHECK(dataset.with_array("objects.label", labels) ==
          "label npy/train-00000-of-00002.objects.bbox.npy: row 2 at byte 160: box 0 of 'objects' has the label 5, "
          "which is no class\n");
  }
  SUBCASE("an instance without a box") {
    auto mask = dataset.array("instances");
    mask[row_at(mask, 1, 24)] = 1;
    CHECK(dataset.with_array("instances", mask) ==
          "mask-id npy/train-00000-of-00002.instances.npy: row 1 at byte 152: mask 'instances' holds id 1, and the "
          "example has 0 boxes 'objects'\n");
  }
}

TEST_CASE("boxes are within their image or not, whatever their format") {
  const BoxesField field{"objects", {}};
  for (const BoxFormat format : kBoxFormats) {
    const auto problems = [&](const Box& box) {
      std::string found;
      std::vector<double> floats;
      // As the shards have them: rounded to float32.
      for (const double number : numbers_of(box, format, {300, 401})) floats.push_back(static_cast<float>(number));
      check_boxes(field, format, floats, std::vector<std::int64_t>{0}, Size{300, 401},
                  [&](const char*, const std::string& message) { found += message; });
      return found;
    };
    CHECK(problems({0, 0, 401, 300}).empty());
    CHECK(problems({400.9, 0.1, 401, 300}).empty());
    CHECK(problems({133.7, 33.3, 401, 300}).empty());
    CHECK(problems({0, 0, 401.1, 300}).find("not within") != std::string::npos);
    CHECK(problems({-0.1, 0, 40, 30}).find("not within") != std::string::npos);
    CHECK(problems({50, 0, 40, 30}).find("ends before it begins") != std::string::npos);
    CHECK(problems({NAN, 0, 40, 30}).find("not within") != std::string::npos);
  }
}

TEST_CASE("raw pixels are exactly as many as their shape says") {
  Field field{"image", true, MaskKind::label, DType::uint16, std::nullopt, std::nullopt};
  const std::vector<std::byte> bytes(2 * 3 * 4 * 2);
  CHECK(decode_field(field, Encoding::raw, bytes, WrittenShape{2, 3, 4}));
  for (const WrittenShape& shape : {WrittenShape{2, 3, 3}, {0, 0, 0}, {-2, 3, -4}, {1LL << 62, 4, 1}, {48, 1, 1}}) {
    const auto image = decode_field(field, Encoding::raw, bytes, shape);
    REQUIRE_FALSE(image);
    CHECK(image.error().code == "shape");
  }
  CHECK_FALSE(decode_field(field, Encoding::raw, std::span(bytes).first(47), WrittenShape{2, 3, 4}));
  CHECK_FALSE(decode_field(field, Encoding::raw, {}, WrittenShape{2, 3, 4}));
  field.size = Size{2, 3};
  CHECK(decode_field(field, Encoding::raw, bytes, std::nullopt)->channels() == 4);
  field.channels = 3;
  CHECK(decode_field(field, Encoding::raw, bytes, std::nullopt).error().message ==
        "'image' has 48 raw bytes, which are not 2x3x3 uint16");
}

TEST_CASE("dataset.json whose fields contradict its pipeline is named") {
  Damaged dataset;
  const auto problems = [&] {
    write_manifest(dataset.folder(), dataset.manifest());
    std::string found;
    for (const auto& problem : verify_dataset(dataset.folder()).problems) found += problem.message + "\n";
    return found;
  };
  SUBCASE("another mask") {
    dataset.manifest().dataset.fields[1].name = "other";
    CHECK(problems() == "it cannot be read as a manifest: its fields are not the targets of its pipeline\n");
  }
  SUBCASE("a mask of boxes that are not there") {
    dataset.manifest().dataset.fields[1].boxes = "objects";
    CHECK(problems() == "it cannot be read as a manifest: 'mask' goes with boxes 'objects', which are no field\n");
  }
  SUBCASE("a pipeline that is none") {
    dataset.manifest().pipeline = R"({"augshard":1,"name":"street"})";
    CHECK(problems().starts_with("this version does not accept its pipeline, so no example was looked into: at "));
  }
}

TEST_CASE("no changed byte of a record, an array's header or dataset.json ends verify otherwise than with a problem") {
  constexpr std::size_t kApart = test::kSanitized ? 10 : 1;
  const Scenes scenes;
  Damaged dataset(scene(), scenes);
  SUBCASE("a record with right CRCs") {
    for (std::size_t at = 0;; at += 5 * kApart) {
      if (!dataset.with_flipped_byte(at)) break;
      CHECK_NOTHROW(verify_dataset(dataset.folder()));
    }
  }
  SUBCASE("the header of an array") {
    for (const char* part : {"image", "objects.offsets", "objects.bbox", "key"}) {
      const auto array = dataset.array(part);
      for (std::size_t at = 0; at < std::min<std::size_t>(array.size(), 140); at += 2 * kApart) {
        auto changed = array;
        changed[at] = static_cast<char>(changed[at] ^ (1 + static_cast<int>(at % 7)));
        CHECK_NOTHROW(dataset.with_array(part, changed));
      }
      dataset.with_array(part, array);
    }
  }
  SUBCASE("dataset.json") {
    const auto text = *read_text(dataset.folder() / kManifestName);
    for (std::size_t at = 0; at < text.size() / 2; at += 3 * kApart) {
      auto changed = text;
      changed[at] = static_cast<char>(changed[at] ^ (1 + static_cast<int>(at % 7)));
      std::ofstream(dataset.folder() / kManifestName, std::ios::binary) << changed;
      CHECK_FALSE(verify_dataset(dataset.folder()).whole());
    }
  }
}
