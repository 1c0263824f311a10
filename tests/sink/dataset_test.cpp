#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/checksum.h"
#include "sink/inspect.h"
#include "sink/tfrecord/example.h"
#include "sink/tfrecord/record.h"
#include "temporary_folder.h"
#include "written_dataset.h"

using namespace augshard;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

Manifest write_dataset(const fs::path& folder, bool gzip = false) {
  Examples examples;
  for (int i = 0; i < 5; ++i) examples.add_street("aachen/" + std::to_string(i), i);
  return write_dataset(folder, street(), examples, gzip);
}

constexpr const char* kShard = "tfrecord/street-train.tfrecord-00000-of-00002";
constexpr const char* kArray = "npy/train-00000-of-00002.mask.npy";

}  // namespace

TEST_CASE("dataset.json has its keys in order, whole numbers whole, and its own checksum") {
  const TemporaryFolder folder;
  const auto manifest = write_dataset(folder.path());
  const auto text = *read_text(folder.path() / kManifestName);
  CHECK(text == manifest_text(manifest));
  CHECK(is_intact_manifest(text));

  const Json json = Json::parse(text);
  std::string keys;
  for (const auto& item : json.items()) keys += item.key() + " ";
  CHECK(keys ==
        "augshard libraries format name version seed limit pipeline pipeline_sha256 inputs splits fields outputs "
        "statistics files manifest_sha256 ");
  CHECK(json["limit"].is_null());
  CHECK(json["pipeline_sha256"] == sha256_hex(json["pipeline"].dump()));
  CHECK(json["splits"]["train"].dump() == R"({"records":5,"examples":5,"rejected":1})");
  CHECK(json["fields"]["image"].dump() == R"({"kind":"image","dtype":"uint8","shape":[4,6,3]})");
  CHECK(json["fields"]["mask"].dump() ==
        R"({"kind":"label","dtype":"uint8","shape":[4,6,1],"classes":["background","road","person"],"ignore":255})");
  CHECK(json["outputs"][0]["shards"][0].dump() ==
        R"({"split":"train","path":"street-train.tfrecord-00000-of-00002","examples":3})");
  CHECK(json["outputs"][1]["shards"][1]["paths"]["mask"] == "train-00001-of-00002.mask.npy");
  CHECK(json["statistics"]["train"]["mask"].dump() == R"({"pixels":{"0":40,"1":40,"2":40}})");
  CHECK(json["files"].size() == 3 * 2 + 3 * 4 + 3 + 2);
  for (std::size_t i = 1; i < json["files"].size(); ++i) CHECK(json["files"][i - 1]["path"] < json["files"][i]["path"]);
}

TEST_CASE("a manifest of varying sizes and sparse classes says so") {
  Manifest manifest;
  manifest.pipeline = "{}";
  manifest.limit = 7;
  manifest.dataset = street(std::nullopt);
  manifest.dataset.fields[1].classes = {{7, "road"}, {11, "car"}};
  const Json json = Json::parse(manifest_text(manifest));
  CHECK(json["limit"] == 7);
  CHECK(json["fields"]["image"]["shape"].dump() == "[null,null,3]");
  CHECK(json["fields"]["mask"]["classes"].dump() == R"({"7":"road","11":"car"})");
}

TEST_CASE("no change of dataset.json goes unseen") {
  const TemporaryFolder folder;
  write_dataset(folder.path());
  const auto text = *read_text(folder.path() / kManifestName);
  for (std::size_t i = 0; i < text.size(); i += 7) {
    auto changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_FALSE(is_intact_manifest(changed));
  }
  for (std::size_t size = 0; size < text.size(); size += 101) CHECK_FALSE(is_intact_manifest(text.substr(0, size)));
}

TEST_CASE("a whole dataset verifies, with gzip too") {
  for (const bool gzip : {false, true}) {
    const TemporaryFolder folder;
    write_dataset(folder.path(), gzip);
    const auto verification = verify_dataset(folder.path());
    CHECK_MESSAGE(verification.whole(), verification_text(verification));
    CHECK(verification.problems.empty());
    CHECK(verification.examples == 5);
  }
}

TEST_CASE("verify names what is missing, changed, cut or too much") {
  const TemporaryFolder folder;
  write_dataset(folder.path());
  SUBCASE("no dataset.json") {
    fs::remove(folder.path() / kManifestName);
    CHECK(codes(verify_dataset(folder.path())) == std::vector<std::string>{"incomplete"});
  }
  SUBCASE("dataset.json that is no JSON, or no manifest") {
    for (const char* text : {"", "{", "[]", "{\"files\": [{}]}", "{\"files\": [], \"outputs\": 3}"}) {
      write_atomically(folder.path() / kManifestName, text);
      CHECK(has_code(verify_dataset(folder.path()), "manifest"));
    }
  }
  SUBCASE("a file is gone") {
    fs::remove(folder.path() / kArray);
    const auto verification = verify_dataset(folder.path());
    CHECK(codes(verification) == std::vector<std::string>{"missing"});
    CHECK(verification.problems[0].path == kArray);
  }
  SUBCASE("a file that is not listed is only a note") {
    write_atomically(folder.path() / "npy/notes.txt", "mine");
    const auto verification = verify_dataset(folder.path());
    CHECK(codes(verification) == std::vector<std::string>{"extra"});
    CHECK(verification.whole());
  }
  SUBCASE("one bit of any file") {
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
      if (!entry.is_regular_file() || entry.file_size() == 0) continue;
      const auto text = *read_text(entry.path());
      auto changed = text;
      changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 4);
      write_atomically(entry.path(), changed);
      CHECK_FALSE_MESSAGE(verify_dataset(folder.path()).whole(), entry.path().string());
      write_atomically(entry.path(), text);
    }
    CHECK(verify_dataset(folder.path()).whole());
  }
  SUBCASE("one byte more or less of any file") {
    for (const char* path : {kShard, kArray}) {
      const auto text = *read_text(folder.path() / path);
      write_atomically(folder.path() / path, text + "x");
      CHECK(has_code(verify_dataset(folder.path()), "size"));
      write_atomically(folder.path() / path, text.substr(0, text.size() - 1));
      CHECK(has_code(verify_dataset(folder.path()), "size"));
      write_atomically(folder.path() / path, text);
    }
  }
}

TEST_CASE("verify finds damage that was there when the checksums were taken") {
  const TemporaryFolder folder;
  const auto manifest = write_dataset(folder.path());
  const auto check = [&](const std::string& path, const std::string& content, const std::string& code) {
    rewrite(folder.path(), path, content, manifest);
    const auto verification = verify_dataset(folder.path());
    CHECK_MESSAGE(codes(verification) == std::vector<std::string>{code}, verification_text(verification));
  };
  const auto shard = *read_text(folder.path() / kShard);
  SUBCASE("a wrong CRC") {
    auto changed = shard;
    changed.back() = static_cast<char>(changed.back() ^ 1);
    check(kShard, changed, "record");
  }
  SUBCASE("a record too few, cut between records") {
    const auto index = *read_text(folder.path() / (std::string(kShard) + ".idx"));
    const auto last = index.rfind('\n', index.size() - 2) + 1;
    const auto offset = std::stoul(index.substr(last));
    rewrite(folder.path(), kShard, shard.substr(0, offset), manifest);
    CHECK(codes(verify_dataset(folder.path())) == std::vector<std::string>{"count", "index"});
  }
  SUBCASE("an index that lies") { check(std::string(kShard) + ".idx", "0 16\n", "index"); }
  SUBCASE("an array with trailing bytes, which NumPy would not see") {
    check(kArray, *read_text(folder.path() / kArray) + std::string(8, '\0'), "npy");
  }
  SUBCASE("an array whose header says another number of rows") {
    auto changed = *read_text(folder.path() / kArray);
    changed.replace(changed.find("(3, 4, 6)"), 9, "(4, 3, 6)");
    check(kArray, changed, "count");
  }
  SUBCASE("shards that do not add up to their split") {
    auto other = manifest;
    other.splits[0].examples = 6;
    write_manifest(folder.path(), other);
    CHECK(codes(verify_dataset(folder.path())) == std::vector<std::string>{"count", "count"});
  }
  SUBCASE("a manifest that points outside of the folder") {
    auto other = manifest;
    other.files.push_back({"../outside", 1, ""});
    other.files.push_back({"/etc/hostname", 1, ""});
    write_manifest(folder.path(), other);
    CHECK(codes(verify_dataset(folder.path())) == std::vector<std::string>{"missing", "missing"});
  }
}

TEST_CASE("verify speaks JSON and text") {
  const TemporaryFolder folder;
  write_dataset(folder.path());
  CHECK(verification_text(verify_dataset(folder.path())).starts_with("whole: 23 files, "));
  fs::remove(folder.path() / kArray);
  const auto json = verification_json(verify_dataset(folder.path()));
  CHECK(json["whole"] == false);
  CHECK(json["problems"][0]["severity"] == "error");
  CHECK(verification_text(verify_dataset(folder.path())).starts_with("error[missing] npy/train-00000"));
}

TEST_CASE("inspect describes a TFRecord shard and its first record") {
  const TemporaryFolder folder;
  for (const bool gzip : {false, true}) {
    write_dataset(folder.path(), gzip);
    const auto path = folder.path() / (gzip ? "tfrecord/train-00000-of-00002.tfrecord.gz" : kShard);
    const auto shard = inspect(path);
    REQUIRE(shard);
    CHECK((*shard)["type"] == "tfrecord");
    CHECK((*shard)["compression"] == (gzip ? "gzip" : "none"));
    CHECK((*shard)["records"] == 3);
    const auto& record = (*shard)["record"];
    REQUIRE(record.size() == 4);
    CHECK(record[0].dump() == R"({"key":"copy","kind":"int64","length":1,"values":[1]})");
    CHECK(record[1]["values"][0]["image"].dump() == R"({"format":"jpeg","dtype":"uint8","shape":[4,6,3]})");
    CHECK(record[2]["values"][0]["text"] == "aachen/0");
    CHECK(inspection_text(*shard).find("aachen/0") != std::string::npos);
  }
}

TEST_CASE("inspect describes arrays") {
  const TemporaryFolder folder;
  write_dataset(folder.path());
  const auto mask = inspect(folder.path() / kArray);
  REQUIRE(mask);
  CHECK((*mask)["dtype"] == "uint8");
  CHECK((*mask)["shape"].dump() == "[3,4,6]");
  CHECK((*mask)["values"].dump() == "[0,1,2,0,1,2,0,1]");
  const auto key = inspect(folder.path() / "npy/train-00000-of-00002.key.npy");
  REQUIRE(key);
  CHECK((*key)["values"].dump() == R"(["aachen/0","aachen/1","aachen/2"])");
  CHECK(inspection_text(*mask) == "npy:  3x4x6  uint8  0, 1, 2, 0, 1, 2, 0, 1, ...\n");
}

TEST_CASE("inspect reads the number types of other writers") {
  const TemporaryFolder folder;
  const auto values = [&](const std::string& descr, const std::string& hex) {
    const std::string header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (1,), }\n";
    std::string file = "\x93NUMPY";
    file += {1, 0, static_cast<char>(header.size()), 0};
    file += header + text_of(from_hex(hex));
    write_atomically(folder.path() / "a.npy", file);
    return (*inspect(folder.path() / "a.npy"))["values"].dump();
  };
  CHECK(values("|i1", "ff") == "[-1]");
  CHECK(values("<i8", "feffffffffffffff") == "[-2]");
  CHECK(values("<u8", "ffffffffffffffff") == "[18446744073709551615]");
  CHECK(values(">i4", "00000102") == "[258]");
  CHECK(values("<f2", "00b8") == "[-0.5]");
  CHECK(values("<f4", "0000c03f") == "[1.5]");
  CHECK(values("<f8", "000000000000f87f") == R"(["nan"])");
  CHECK(values("|S3", "ff6100") == R"(["ff61"])");
  CHECK(values("<c8", "0000803f00000040") == R"(["0000803f00000040"])");
}

TEST_CASE("inspect describes a dataset folder, complete or not") {
  const TemporaryFolder folder;
  write_dataset(folder.path());
  const auto whole = inspect(folder.path());
  REQUIRE(whole);
  CHECK((*whole)["complete"] == true);
  CHECK((*whole)["outputs"][0]["shards"] == 3);
  CHECK((*whole)["outputs"][0]["examples"] == 5);
  CHECK((*whole)["outputs"][1]["sample"]["image"]["shape"].dump() == "[3,4,6,3]");
  const auto text = inspection_text(*whole);
  for (const char* wanted : {"street 1.0.0, seed 2026", "5 examples", "4x6x3", "3 classes, ignore 255", "aachen/0"}) {
    CHECK_MESSAGE(text.find(wanted) != std::string::npos, text);
  }
  fs::remove(folder.path() / kManifestName);
  const auto unfinished = inspect(folder.path());
  REQUIRE(unfinished);
  CHECK((*unfinished)["complete"] == false);
  CHECK(inspection_text(*unfinished).starts_with("not complete"));
}

TEST_CASE("keys and bytes of a foreign record that are no UTF-8 are printed all the same") {
  const TemporaryFolder folder;
  const std::string accent = "k\xc3\xb6ln";
  const std::string broken = "\xff\xc0\xaf";
  const Features features{{"a\xff", BytesList{bytes_of(accent), bytes_of(broken)}}, {"f", FloatList{0.1F, -INFINITY}}};
  std::vector<std::byte> record(example_size(features) + kRecordHeader + kRecordFooter);
  write_example(features, std::span(record).subspan(kRecordHeader, example_size(features)));
  frame_record(record);
  write_atomically(folder.path() / "a.tfrecord", text_of(record));
  const auto shard = inspect(folder.path() / "a.tfrecord");
  REQUIRE(shard);
  CHECK((*shard)["record"].dump() == R"([{"key":"a�","kind":"bytes","length":2,)"
                                     R"("values":[{"bytes":5,"text":"köln"},{"bytes":3,"head":"ffc0af"}]},)"
                                     R"({"key":"f","kind":"float","length":2,"values":[0.1,"-inf"]}])");
}

TEST_CASE("inspect says why it cannot") {
  const TemporaryFolder folder;
  write_atomically(folder.path() / "note.txt", "a text that is no shard");
  write_atomically(folder.path() / "cut.npy", "\x93NUMPY");
  CHECK(inspect(folder.path() / "absent").error().code == "io");
  CHECK(inspect(folder.path() / "note.txt").error().code == "format");
  CHECK(inspect(folder.path() / "cut.npy").error().code == "npy");
  write_atomically(folder.path() / kManifestName, R"({"outputs": [], "name": "x"})");
  CHECK(inspect(folder.path()).error().code == "manifest");
}
