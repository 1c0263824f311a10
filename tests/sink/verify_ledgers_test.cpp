#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "sample_annotations.h"
#include "sink/npy/column.h"
#include "temporary_folder.h"
#include "written_dataset.h"

using namespace augshard;
using Json = nlohmann::ordered_json;

namespace {

/// "code path: message" of each problem.
std::string problems(const std::filesystem::path& folder) {
  std::string text;
  for (const auto& problem : verify_dataset(folder).problems) {
    text += problem.code + " " + problem.path + ": " + problem.message + "\n";
  }
  return text;
}

/// A dataset that somebody rewrites: dataset.json is made to agree with each change, its own checksum included.
class Rewritten {
 public:
  Rewritten() {
    for (int i = 0; i < 5; ++i) examples_.add_street("aachen/" + std::to_string(i), i);
    manifest_ = write_dataset(folder_.path(), street(), examples_);
  }

  std::string with_ledger(const std::string& path, const std::string& content) {
    rewrite(folder_.path(), path, content, manifest_);
    return problems(folder_.path());
  }
  std::string with_line(const std::string& path, std::size_t number, const std::string& from, const std::string& to) {
    std::string text = *read_text(folder_.path() / path);
    std::size_t start = 0;
    for (std::size_t i = 1; i < number; ++i) start = text.find('\n', start) + 1;
    const std::size_t at = text.find(from, start);
    REQUIRE(at < text.find('\n', start));
    return with_ledger(path, text.replace(at, from.size(), to));
  }
  /// Problems after dataset.json alone was changed, and signed anew.
  std::string with_manifest(const std::function<void(Json&)>& change) {
    Json json = Json::parse(manifest_text(manifest_));
    change(json);
    json["manifest_sha256"] = "";
    std::string text = json.dump(2) + "\n";
    const std::string hash = sha256_hex(text);
    const std::string key = "\"manifest_sha256\": \"";
    write_atomically(folder_.path() / kManifestName, text.insert(text.rfind(key) + key.size(), hash));
    return problems(folder_.path());
  }
  std::string with_manifest(const std::string& pointer, const Json& value) {
    return with_manifest([&](Json& json) { json[Json::json_pointer(pointer)] = value; });
  }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] const Manifest& manifest() const { return manifest_; }

 private:
  TemporaryFolder folder_;
  Examples examples_;
  Manifest manifest_;
};

constexpr const char* kLog = "examples.jsonl";
constexpr const char* kRejects = "rejects.jsonl";

}  // namespace

TEST_CASE("verify holds examples.jsonl against the rows of every output, line by line") {
  Rewritten dataset;
  CHECK(problems(dataset.folder()).empty());
  SUBCASE("another key") {
    CHECK(dataset.with_line(kLog, 5, "aachen/4", "aachen/9") ==
          "ledger examples.jsonl: line 5: it says 'aachen/9', copy 1, and record 1 of "
          "tfrecord/street-train.tfrecord-00001-of-00002 holds 'aachen/4', copy 1\n"
          "ledger examples.jsonl: line 5: it says 'aachen/9', copy 1, and row 1 of npy/train-00001-of-00002.key.npy "
          "holds 'aachen/4', copy 1\n");
  }
  SUBCASE("another copy") {
    const auto found = dataset.with_line(kLog, 2, "\"copy\":1", "\"copy\":2");
    CHECK(found.starts_with("ledger examples.jsonl: line 2: it says 'aachen/1', copy 2, and record 1 of "));
  }
  SUBCASE("lines in another order") {
    CHECK(dataset.with_line(kLog, 3, "\"row\":2", "\"row\":3") ==
          "ledger examples.jsonl: line 3: it is row 3 of 'train', where row 2 of 'train' should stand; no further line "
          "is looked at\n");
  }
  SUBCASE("another split") {
    CHECK(dataset.with_line(kLog, 4, "\"train\"", "\"val\"")
              .find("line 4: it is row 3 of 'val', where row 3 of "
                    "'train' should stand") != std::string::npos);
  }
  SUBCASE("a line that is none") {
    CHECK(dataset.with_line(kLog, 2, "{", "").find("line 2: it is no JSON object") != std::string::npos);
    CHECK(dataset.with_line(kLog, 1, "\"draws\":[]", "\"draws\":{}").find("line 1: it has no list 'draws'") !=
          std::string::npos);
  }
  const std::string log = *read_text(dataset.folder() / kLog);
  SUBCASE("a line too few, a line too many, no line") {
    CHECK(dataset.with_ledger(kLog, log.substr(0, log.rfind('\n', log.size() - 2) + 1)) ==
          "ledger examples.jsonl: it ends after line 4, where row 4 of 'train' should stand; no further line is looked "
          "at\n");
    CHECK(dataset.with_ledger(kLog, log + log.substr(0, log.find('\n') + 1)) ==
          "ledger examples.jsonl: line 6: there are no more examples; no further line is looked at\n");
    CHECK(dataset.with_ledger(kLog, "").find("it ends after line 0") != std::string::npos);
  }
  SUBCASE("a ledger that dataset.json does not list") {
    CHECK(dataset
              .with_manifest([](Json& json) {
                for (auto entry = json["files"].begin(); entry != json["files"].end(); ++entry) {
                  if ((*entry)["path"] != kLog) continue;
                  json["files"].erase(entry);
                  return;
                }
              })
              .starts_with("manifest dataset.json: examples.jsonl is not among its files\n"));
  }
}

TEST_CASE("verify holds rejects.jsonl against the counts and against the examples") {
  Rewritten dataset;
  const std::string line = std::string(kRejectLine) + "\n";
  CHECK(dataset.with_ledger(kRejects, line + line) ==
        "ledger rejects.jsonl: line 2: 'bad' was rejected in line 1\n"
        "count rejects.jsonl: it has 2 records, and the splits 1 rejected ones\n");
  CHECK(dataset.with_ledger(kRejects, "") == "count rejects.jsonl: it has 0 records, and the splits 1 rejected ones\n");
  CHECK(dataset.with_ledger(kRejects, "{\"key\":\"bad\"}\n") ==
        "ledger rejects.jsonl: line 1: it is no object of key, path, code and reason\n");
  rewrite(dataset.folder(), kRejects, line, dataset.manifest());
  CHECK(dataset.with_line(kRejects, 1, "\"bad\"", "\"aachen/3\"") ==
        "ledger rejects.jsonl: line 1: 'aachen/3', copy 1 was rejected, it says, and record 0 of "
        "tfrecord/street-train.tfrecord-00001-of-00002 holds it\n");
}

TEST_CASE("verify holds the counts of dataset.json against the shards") {
  Rewritten dataset;
  CHECK(dataset.with_manifest("/splits/train/records", 4) ==
        "count dataset.json: its split 'train' has 4 records, and its shards hold 5\n");
  CHECK(dataset.with_manifest("/splits/train/rejected", 2).find("count dataset.json: its splits have 7 records") !=
        std::string::npos);
  CHECK(dataset.with_manifest("/inputs/records", 3) ==
        "count dataset.json: its splits have 6 records, rejected ones included, and its inputs 3\n");
  CHECK(dataset.with_manifest("/pipeline_sha256", "0") ==
        "manifest dataset.json: its pipeline_sha256 is not that of its pipeline\n");
  CHECK(dataset.with_manifest("/splits/test", Json{{"records", 0}, {"examples", 0}, {"rejected", 0}}) ==
        "count dataset.json: its split 'test' is not one of its pipeline\n");
}

TEST_CASE("verify holds the statistics of dataset.json against the pixels, boxes and points of the shards") {
  Rewritten dataset;
  const std::string train = "/statistics/train/";
  SUBCASE("of an image") {
    // The arrays hold it exactly; what JPEG left of it is near enough.
    const auto found = dataset.with_manifest(train + "image/mean/1", 0.2);
    CHECK_MESSAGE(found.starts_with("statistics dataset.json: statistics of 'train': 'image' is {\"mean\":["), found);
    CHECK(found.find("and the shards of npy hold") != std::string::npos);
    CHECK(found.find("and the shards of tfrecord hold") == std::string::npos);
    CHECK(dataset.with_manifest(train + "image/std/0", 0.9).find("the shards of tfrecord hold") != std::string::npos);
    CHECK_FALSE(dataset.with_manifest(train + "image/mean", Json::array({0.1})).empty());
  }
  SUBCASE("of a mask") {
    CHECK(
        dataset.with_manifest(train + "mask/pixels/1", 41) ==
        "statistics dataset.json: statistics of 'train': 'mask' is {\"pixels\":{\"0\":40,\"1\":41,\"2\":40}}, and the "
        "shards of tfrecord hold {\"pixels\":{\"0\":40,\"1\":40,\"2\":40}}\n"
        "statistics dataset.json: statistics of 'train': 'mask' is {\"pixels\":{\"0\":40,\"1\":41,\"2\":40}}, and the "
        "shards of npy hold {\"pixels\":{\"0\":40,\"1\":40,\"2\":40}}\n");
  }
  SUBCASE("of a field too few, a split too many") {
    CHECK(dataset.with_manifest([](Json& json) { json["statistics"]["train"].erase("mask"); })
              .starts_with("statistics dataset.json: statistics of 'train' are not of all its fields\n"));
    CHECK(dataset.with_manifest("/statistics/test", Json::object()) ==
          "statistics dataset.json: statistics of 'test', which is no split\n");
  }
  SUBCASE("one pixel of a mask, with its checksums") {
    const char* path = "npy/train-00000-of-00002.mask.npy";
    auto mask = *read_text(dataset.folder() / path);
    mask.back() = static_cast<char>((mask.back() + 1) % 3);
    const auto found = dataset.with_ledger(path, mask);
    CHECK_MESSAGE(found.find("the shards of npy hold") != std::string::npos, found);
  }
}

TEST_CASE("verify holds the statistics of boxes and keypoints against the shards") {
  const TemporaryFolder folder;
  auto manifest = write_dataset(folder.path(), scene(), Scenes());
  const auto after = [&](const std::function<void(Sums&)>& change) {
    auto changed = manifest;
    change(changed.statistics[0].sums);
    write_manifest(folder.path(), changed);
    return problems(folder.path());
  };
  CHECK(after([](Sums&) {}).empty());
  CHECK(after([](Sums& sums) { ++sums.boxes[0].boxes[1]; }).find("'objects' is ") != std::string::npos);
  CHECK(after([](Sums& sums) { sums.boxes[0].examples_without = 0; }).find("'objects' is ") != std::string::npos);
  CHECK(after([](Sums& sums) { ++sums.keypoints[0].hidden; }).find("'pose' is ") != std::string::npos);
  // No shard knows it.
  CHECK(after([](Sums& sums) { ++sums.boxes[0].dropped; }).empty());
}

TEST_CASE("outputs hold the same rows, and a shard the records of its block") {
  const TemporaryFolder folder;
  Examples examples;
  for (int i = 0; i < 4; ++i) examples.add_street("k" + std::to_string(i), i);
  auto manifest = write_dataset(folder.path(), street(), examples);
  // As a pipeline of two copies would lay them out: three records in shard 0, and their second copies in shard 1.
  auto pipeline = nlohmann::json::parse(manifest.pipeline);
  pipeline["splits"]["train"]["copies"] = 2;
  pipeline["examples_log"] = false;
  manifest.pipeline = pipeline.dump();
  std::erase_if(manifest.files, [](const FileEntry& file) { return file.path == kLog; });
  write_manifest(folder.path(), manifest);
  std::filesystem::remove(folder.path() / kLog);
  const auto found = problems(folder.path());
  CHECK_MESSAGE(
      found.find("row tfrecord/street-train.tfrecord-00001-of-00002: record 0: it is copy 1, and this shard is "
                 "of copy 2\n") != std::string::npos,
      found);
  CHECK(found.find("row tfrecord/street-train.tfrecord-00001-of-00002: it does not hold the records of "
                   "tfrecord/street-train.tfrecord-00000-of-00002, of which it holds copies\n") != std::string::npos);
  const char* keys = "npy/train-00000-of-00002.key.npy";
  auto changed = *read_text(folder.path() / keys);
  changed[changed.rfind("k1") + 1] = '7';
  rewrite(folder.path(), keys, changed, manifest);
  CHECK(problems(folder.path())
            .find("row npy/train-00000-of-00002.key.npy: row 1: it holds 'k7', copy 1, and record 1 of "
                  "tfrecord/street-train.tfrecord-00000-of-00002 holds 'k1', copy 1\n") != std::string::npos);
}

TEST_CASE("a row of an array gives back the pixels it was made of, whatever its type and order") {
  Field mask{"mask", false, MaskKind::label, DType::uint8, Size{3, 5}, 1};
  mask.ignore = 255;
  Image ids({3, 5}, 1, DType::uint8);
  int id = 0;
  for (auto& value : ids.values<std::uint8_t>()) value = static_cast<std::uint8_t>(++id % 4 == 0 ? 255 : id % 4);
  const Field photo{"image", true, MaskKind::label, DType::uint16, Size{3, 5}, 3};
  const Image pixels = counting<std::uint16_t>({3, 5}, 3, DType::uint16, 60000);
  const auto same = [](const PixelColumn& column, const Field& field, const Image& image) {
    const auto row = encode_row(column, field, image);
    REQUIRE(row);
    const auto back = decode_row(column, field, image.size(), *row);
    return back && std::ranges::equal(back->bytes(), image.bytes());
  };
  for (const bool first : {false, true}) {
    CHECK(same({DType::uint8, first, 4}, mask, ids));
    CHECK(same({DType::float32, first, 4}, mask, ids));
    for (const DType dtype : {DType::uint8, DType::int32, DType::float16}) {
      CHECK(same({dtype, first, {}}, mask, ids));
    }
    for (const DType dtype : {DType::uint16, DType::int32, DType::float32}) {
      CHECK(same({dtype, first, {}}, photo, pixels));
    }
  }
  const std::vector<std::byte> beyond(15 * 4, std::byte{0xff});
  CHECK_FALSE(decode_row({DType::int32, false, {}}, mask, {3, 5}, beyond));
}
