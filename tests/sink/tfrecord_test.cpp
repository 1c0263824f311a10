#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/checksum.h"
#include "codec/codec.h"
#include "records.h"
#include "sample_dataset.h"
#include "temporary_folder.h"

using namespace augshard;

TEST_CASE("a shard has its name, its index, its counts and its checksums") {
  const TemporaryFolder folder;
  Examples examples;
  examples.add_street("a", 0);
  examples.add_street("bb", 1);
  const auto sink = make_sink(raw_tfrecord(), street(), folder.path());
  const auto shard = write_shard(*sink, {"train", 3, 12, 2}, examples, 0, 2);

  CHECK(shard.paths.at("") == "street-train.tfrecord-00003-of-00012");
  CHECK(shard.examples == 2);
  REQUIRE(shard.files.size() == 2);
  CHECK(shard.files[0].path == "tfrecord/street-train.tfrecord-00003-of-00012");
  CHECK(shard.files[1].path == "tfrecord/street-train.tfrecord-00003-of-00012.idx");
  for (const auto& file : shard.files) {
    const auto text = *read_text(folder.path() / file.path);
    CHECK(file.bytes == text.size());
    CHECK(file.sha256 == sha256_hex(text));
  }
  const auto bytes = file_bytes(folder.path() / shard.files[0].path);
  CHECK(shard.payload_bytes == bytes.size() - 32);
  const auto records = records_of(bytes);
  REQUIRE(records.size() == 2);
  const std::size_t first = records[0].size() + 16;
  const std::size_t second = records[1].size() + 16;
  CHECK(*read_text(folder.path() / shard.files[1].path) ==
        "0 " + std::to_string(first) + "\n" + std::to_string(first) + " " + std::to_string(second) + "\n");
}

TEST_CASE("shard numbers have five digits, and as many as the count needs") {
  const TemporaryFolder folder;
  const auto sink = make_sink(raw_tfrecord(), street(), folder.path());
  CHECK(sink->open_shard({"val", 0, 99999})->commit().paths.at("") == "street-val.tfrecord-00000-of-99999");
  CHECK(sink->open_shard({"val", 7, 100000})->commit().paths.at("") == "street-val.tfrecord-000007-of-100000");
}

TEST_CASE("an empty shard is an empty file") {
  const TemporaryFolder folder;
  const auto shard = make_sink(raw_tfrecord(), street(), folder.path())->open_shard({"train", 0, 1})->commit();
  CHECK(shard.examples == 0);
  CHECK(std::filesystem::file_size(folder.path() / shard.files[0].path) == 0);
}

TEST_CASE("a shard that is dropped leaves nothing") {
  const TemporaryFolder folder;
  const auto sink = make_sink(raw_tfrecord(), street(), folder.path());
  Examples examples;
  examples.add_street("a", 0);
  sink->open_shard({"train", 0, 1})->append(*sink->encode(examples[0]));
  CHECK(std::filesystem::is_empty(folder.path() / "tfrecord"));
}

TEST_CASE("tfds: keys are the targets' names, key, copy and attributes; raw is HWC bytes") {
  Examples examples;
  examples.add_street("aachen/0001", 5);
  auto spec = raw_tfrecord();
  spec.attributes = {"city", "absent"};
  std::vector<std::byte> record;
  const auto features = written(spec, street(), examples[0], record);
  CHECK(keys_of(features) == "absent city copy image key mask ");
  CHECK(bytes_value(features, "key") == "aachen/0001");
  CHECK(bytes_value(features, "city") == "aachen");
  CHECK(bytes_value(features, "absent").empty());
  CHECK(std::get<Int64List>(features.at("copy")) == Int64List{1});
  CHECK(bytes_value(features, "image") == text_of(examples[0].pixels[0]->bytes()));
  CHECK(bytes_value(features, "mask") == text_of(examples[0].pixels[1]->bytes()));
}

TEST_CASE("tfds: raw pixels of varying size carry their shape") {
  Examples examples;
  examples.add_street("a", 5, Size{2, 3});
  std::vector<std::byte> record;
  const auto features = written(raw_tfrecord(), street(std::nullopt), examples[0], record);
  CHECK(keys_of(features) == "copy image/shape image/value key mask/shape mask/value ");
  CHECK(std::get<Int64List>(features.at("image/shape")) == Int64List{2, 3, 3});
  CHECK(std::get<Int64List>(features.at("mask/shape")) == Int64List{2, 3, 1});
}

TEST_CASE("encodings default by type and channels") {
  const auto formats = [](DType dtype, std::optional<int> channels, const Image& image) {
    Dataset dataset = street(image.size());
    dataset.fields[0].dtype = dtype;
    dataset.fields[0].channels = channels;
    Examples examples;
    examples.add("a", image.clone(), counting<std::uint8_t>(image.size(), 1, DType::uint8));
    OutputSpec spec = output("tfrecord");
    spec.preset = "deeplab";
    std::vector<std::byte> record;
    const auto features = written(spec, dataset, examples[0], record);
    const std::string bytes = bytes_value(features, "image/encoded");
    const auto header = read_header(bytes_of(bytes));
    const std::string format = bytes_value(features, "image/format");
    if (header) {
      CHECK(header->format == (format == "jpeg" ? Format::jpeg : Format::png));
    } else {
      CHECK(format == "raw");
    }
    return format;
  };
  const Size size{8, 8};
  CHECK(formats(DType::uint8, 3, counting<std::uint8_t>(size, 3, DType::uint8)) == "jpeg");
  CHECK(formats(DType::uint8, 1, counting<std::uint8_t>(size, 1, DType::uint8)) == "jpeg");
  CHECK(formats(DType::uint8, 4, counting<std::uint8_t>(size, 4, DType::uint8)) == "png");
  CHECK(formats(DType::uint8, 2, counting<std::uint8_t>(size, 2, DType::uint8)) == "raw");
  CHECK(formats(DType::uint16, 3, counting<std::uint16_t>(size, 3, DType::uint16)) == "png");
  CHECK(formats(DType::float32, 3, counting<float>(size, 3, DType::float32)) == "raw");
  CHECK(formats(DType::uint8, std::nullopt, counting<std::uint8_t>(size, 1, DType::uint8)) == "jpeg");
  CHECK(formats(DType::uint8, std::nullopt, counting<std::uint8_t>(size, 4, DType::uint8)) == "png");
}

TEST_CASE("an image that its encoding cannot hold is a reject") {
  const TemporaryFolder folder;
  Dataset dataset = street();
  dataset.fields[0].channels.reset();
  Examples examples;
  examples.add("a", counting<std::uint8_t>(Size{4, 6}, 2, DType::uint8),
               counting<std::uint8_t>(Size{4, 6}, 1, DType::uint8));
  const auto encoded = make_sink(output("tfrecord"), dataset, folder.path())->encode(examples[0]);
  REQUIRE_FALSE(encoded);
  CHECK(encoded.error().code == "encoding");
  CHECK_FALSE(encoded.error().hint.empty());
}

TEST_CASE("PNG masks keep their ids and the type of the field") {
  Dataset dataset = street();
  dataset.fields[1].dtype = DType::uint16;
  Examples examples;
  examples.add_street("a", 0);
  std::vector<std::byte> record;
  const auto features = written(output("tfrecord"), dataset, examples[0], record);
  const std::string png = bytes_value(features, "mask");
  const auto header = read_header(bytes_of(png));
  REQUIRE(header);
  CHECK(header->bits == 16);
  CHECK(header->channels == 1);
  CHECK_FALSE(header->palette);
  const auto mask = decode_image(bytes_of(png), *header);
  REQUIRE(mask);
  for (std::size_t i = 0; i < mask->value_count(); ++i) {
    CHECK(mask->values<std::uint16_t>()[i] == examples[0].pixels[1]->values<std::uint8_t>()[i]);
  }
}

TEST_CASE("deeplab and detection have their keys, names and no TFDS files") {
  Examples examples;
  examples.add_street("a/b", 0);
  auto spec = raw_tfrecord();
  std::vector<std::byte> record;
  SUBCASE("deeplab") {
    spec.preset = "deeplab";
    const auto features = written(spec, street(), examples[0], record);
    CHECK(keys_of(features) ==
          "copy image/channels image/encoded image/filename image/format image/height "
          "image/segmentation/class/encoded image/segmentation/class/format image/width key ");
    CHECK(bytes_value(features, "image/filename") == "a/b");
    CHECK(std::get<Int64List>(features.at("image/height")) == Int64List{4});
    CHECK(std::get<Int64List>(features.at("image/width")) == Int64List{6});
  }
  SUBCASE("detection") {
    spec.preset = "detection";
    const auto features = written(spec, street(), examples[0], record);
    CHECK(keys_of(features) ==
          "copy image/channels image/encoded image/filename image/format image/height image/key/sha256 "
          "image/source_id image/width key ");
    CHECK(bytes_value(features, "image/key/sha256") == sha256_hex(bytes_value(features, "image/encoded")));
  }
  const TemporaryFolder folder;
  const auto sink = make_sink(spec, street(), folder.path());
  const auto shard = write_shard(*sink, {"train", 0, 9}, examples, 0, 1);
  CHECK(shard.paths.at("") == "train-00000-of-00009.tfrecord");
  CHECK(sink->finish({shard}).empty());
}

TEST_CASE("gzip: named .gz, no index, no TFDS files, the payload counted unpacked") {
  const TemporaryFolder folder;
  Examples examples;
  examples.add_street("a", 0);
  examples.add_street("b", 0);
  auto spec = raw_tfrecord();
  const auto plain = write_shard(*make_sink(spec, street(), folder.path()), {"train", 0, 1}, examples, 0, 2);
  spec.gzip = true;
  const auto sink = make_sink(spec, street(), folder.path());
  const auto shard = write_shard(*sink, {"train", 0, 1}, examples, 0, 2);
  CHECK(shard.paths.at("") == "train-00000-of-00001.tfrecord.gz");
  CHECK(shard.files.size() == 1);
  CHECK(shard.payload_bytes == plain.payload_bytes);
  CHECK(sink->finish({shard}).empty());
  CHECK(records_of(file_bytes(folder.path() / shard.files[0].path)) ==
        records_of(file_bytes(folder.path() / plain.files[0].path)));
}

TEST_CASE("TFDS files name features, splits and classes, and leave empty splits out") {
  const TemporaryFolder folder;
  Dataset dataset = street();
  dataset.fields.push_back({"depth", false, MaskKind::heatmap, DType::float32, Size{4, 6}, 1});
  dataset.fields[0].channels.reset();
  Field sparse = dataset.fields[1];
  sparse.name = "sparse";
  sparse.classes = {{1, "road"}, {7, "car"}};
  dataset.fields.push_back(sparse);
  auto spec = output("tfrecord");
  spec.attributes = {"city"};
  std::vector<ShardEntry> shards(4);
  shards[0] = {{"train", 0, 2}, 2, 100, {}, {}};
  shards[1] = {{"train", 1, 2}, 0, 0, {}, {}};
  shards[2] = {{"val", 0, 1}, 0, 0, {}, {}};
  shards[3] = {{"test", 0, 1}, 1, 50, {}, {}};
  const auto files = make_sink(spec, dataset, folder.path())->finish(shards);
  REQUIRE(files.size() == 3);
  CHECK(files[2].path == "tfrecord/mask.labels.txt");
  CHECK(*read_text(folder.path() / files[2].path) == "background\nroad\nperson\n");

  const auto features = json_file(folder.path() / "tfrecord/features.json")["featuresDict"]["features"];
  CHECK(features["image"]["image"]["shape"]["dimensions"].dump() == R"(["4","6","-1"])");
  CHECK_FALSE(features["image"]["image"].contains("encodingFormat"));
  CHECK(features["mask"]["pythonClassName"] == "tensorflow_datasets.core.features.labeled_image.LabeledImage");
  CHECK(features["mask"]["image"]["label"]["numClasses"] == "3");
  CHECK(features["sparse"]["pythonClassName"] == "tensorflow_datasets.core.features.image_feature.Image");
  CHECK(features["depth"]["tensor"]["encoding"] == "bytes");
  CHECK(features["city"].contains("text"));

  const auto info = json_file(folder.path() / "tfrecord/dataset_info.json");
  CHECK(info["name"] == "street");
  CHECK(info["splits"].size() == 2);
  CHECK(info["splits"][0]["shardLengths"].dump() == R"(["2","0"])");
  CHECK(info["splits"][1]["name"] == "test");
  CHECK(info["splits"][1]["numBytes"] == "50");
}

TEST_CASE("what an output of TFRecords cannot hold is said before the run") {
  Dataset dataset = street();
  auto spec = output("tfrecord");
  SUBCASE("nothing is wrong") { CHECK(check_output(spec, dataset).empty()); }
  SUBCASE("JPEG of 16 bits, of four channels, of a mask") {
    spec.fields["image"].encoding = "jpeg";
    dataset.fields[0].dtype = DType::uint16;
    CHECK(codes_and_pointers(check_output(spec, dataset)) == "error /outputs/0/fields/image/encoding\n");
    dataset.fields[0].dtype = DType::uint8;
    dataset.fields[0].channels = 4;
    CHECK(codes_and_pointers(check_output(spec, dataset)) == "error /outputs/0/fields/image/encoding\n");
    dataset.fields[0].channels = 3;
    spec.fields["mask"].encoding = "jpeg";
    CHECK(codes_and_pointers(check_output(spec, dataset)) == "error /outputs/0/fields/mask/encoding\n");
  }
  SUBCASE("PNG of floats, of int32 ids, of gray with alpha") {
    spec.fields["image"].encoding = "png";
    dataset.fields[0].dtype = DType::float32;
    spec.fields["mask"].encoding = "png";
    dataset.fields[1].dtype = DType::int32;
    CHECK(check_output(spec, dataset).size() == 2);
    dataset = street();
    dataset.fields[0].channels = 2;
    CHECK(check_output(spec, dataset).size() == 1);
  }
  SUBCASE("masks that a preset has no key for") {
    dataset.fields.push_back(dataset.fields[1]);
    dataset.fields[2].name = "parts";
    spec.preset = "deeplab";
    auto found = check_output(spec, dataset);
    CHECK(codes_and_pointers(found) == "warning /outputs/0/preset\n");
    CHECK(found[0].message.find("parts") != std::string::npos);
    spec.preset = "detection";
    CHECK(check_output(spec, dataset).size() == 2);
  }
  SUBCASE("class names that a label file cannot hold") {
    dataset.fields[1].classes[1] = "two\nlines";
    CHECK(has_errors(check_output(spec, dataset)));
    spec.gzip = true;
    CHECK_FALSE(has_errors(check_output(spec, dataset)));
  }
  SUBCASE("attributes named like a field, or like no word") {
    spec.attributes = {"city", "mask", "key", "a/b"};
    CHECK(codes_and_pointers(check_output(spec, dataset)) ==
          "error /outputs/0/attributes/1\nerror /outputs/0/attributes/2\nerror /outputs/0/attributes/3\n");
  }
}

TEST_CASE("estimates know encodings and sizes, not pixels") {
  const auto dataset = street(std::nullopt);
  const auto raw = estimated_bytes(raw_tfrecord(), dataset, Size{100, 200});
  CHECK(raw > 80000);
  CHECK(raw < 80000 + 1000);
  CHECK(estimated_bytes(output("tfrecord"), dataset, Size{100, 200}) < raw / 2);
  CHECK(estimated_bytes(output("npy"), dataset, Size{100, 200}) == raw);
  CHECK(estimated_bytes(raw_tfrecord(), street(Size{1, 1}), Size{100, 200}) < 1000);
}
