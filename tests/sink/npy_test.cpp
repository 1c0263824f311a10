#include <doctest/doctest.h>

#include "base/checksum.h"
#include "sample_dataset.h"
#include "sink/npy/header.h"
#include "temporary_folder.h"

using namespace augshard;

namespace {

struct Array {
  NpyHeader header;
  std::string data;
};

Array array_of(const std::filesystem::path& path) {
  const auto bytes = file_bytes(path);
  const auto header = parse_npy_header(bytes);
  REQUIRE(header);
  CHECK(npy_file_size(*header) == bytes.size());
  return {*header, text_of(std::span(bytes).subspan(header->data_offset))};
}

using Extents = std::vector<std::int64_t>;

Examples three_streets() {
  Examples examples;
  examples.add_street("a", 0);
  examples.add_street("aachen/0001", 1);
  examples.add_street("bb", 2);
  return examples;
}

std::string first_pointer(const OutputSpec& spec, const Dataset& dataset) {
  const auto found = check_output(spec, dataset);
  return found.size() == 1 && has_errors(found) ? found[0].pointer : std::to_string(found.size()) + " diagnostics";
}

}  // namespace

TEST_CASE("a shard is one array a field, rows in order") {
  const TemporaryFolder folder;
  auto spec = output("npy");
  spec.attributes = {"city"};
  const auto sink = make_sink(spec, street(), folder.path());
  const auto examples = three_streets();
  const auto shard = write_shard(*sink, {"train", 0, 5, 3}, examples, 0, 3);
  CHECK(shard.examples == 3);
  CHECK(shard.paths.at("image") == "train-00000-of-00005.image.npy");
  REQUIRE(shard.files.size() == 5);

  const auto image = array_of(folder.path() / "npy" / shard.paths.at("image"));
  CHECK(image.header.descr == "|u1");
  CHECK(image.header.shape == Extents{3, 4, 6, 3});
  CHECK(image.data.substr(72, 72) == text_of(examples[1].pixels[0]->bytes()));
  CHECK(array_of(folder.path() / "npy" / shard.paths.at("mask")).header.shape == Extents{3, 4, 6});
  const auto key = array_of(folder.path() / "npy" / shard.paths.at("key"));
  CHECK(key.header.descr == "|S11");
  CHECK(key.data == std::string("a") + std::string(10, '\0') + "aachen/0001bb" + std::string(9, '\0'));
  const auto copy = array_of(folder.path() / "npy" / shard.paths.at("copy"));
  CHECK(copy.header.descr == "<i4");
  CHECK(copy.header.shape == Extents{3});
  CHECK(array_of(folder.path() / "npy" / shard.paths.at("city")).data == "aachenaachenaachen");
}

TEST_CASE("np.save's bytes, golden") {
  const TemporaryFolder folder;
  Dataset dataset{"demo", "1.0.0", {{"mask", false, MaskKind::label, DType::uint8, Size{1, 2}, 1}}};
  const auto sink = make_sink(output("npy"), dataset, folder.path());
  const auto writer = sink->open_shard({"train", 0, 1});
  for (const int first : {1, 3}) {
    const auto mask = counting<std::uint8_t>(Size{1, 2}, 1, DType::uint8, first);
    writer->append(*sink->encode({"k", 1, {}, {&mask}}));
  }
  writer->commit();
  // np.save of uint8 [[[1, 2]], [[3, 4]]]: the golden file of [[1, 2], [3, 4]] with its shape and three spaces less.
  auto text = *read_text(folder.path() / "npy/train-00000-of-00001.mask.npy");
  const auto at = text.find("(2, 1, 2), }   ");
  REQUIRE(at != std::string::npos);
  text.replace(at, 12, "(2, 2), }   ");
  CHECK(sha256_hex(text) == "f01732a99e0f30ddc73de03a4a67f3df1503aac41bc44501aeed8cda2e2da60b");
}

TEST_CASE("bytes and checksums are right whether the planned rows came or not") {
  const auto examples = three_streets();
  const auto write = [&](std::int64_t planned, std::size_t rows, const std::filesystem::path& folder) {
    auto shard = write_shard(*make_sink(output("npy"), street(), folder), {"train", 0, 1, planned}, examples, 0, rows);
    for (const auto& file : shard.files) {
      const auto text = *read_text(folder / file.path);
      CHECK(file.sha256 == sha256_hex(text));
      CHECK(file.bytes == text.size());
    }
    std::string hashes;
    for (const auto& file : shard.files) hashes += file.sha256;
    return hashes;
  };
  const TemporaryFolder planned;
  const TemporaryFolder surprised;
  CHECK(write(2, 2, planned.path()) == write(1000000, 2, surprised.path()));
}

TEST_CASE("an empty shard has arrays of no rows") {
  const TemporaryFolder folder;
  const auto shard = make_sink(output("npy"), street(), folder.path())->open_shard({"val", 0, 1, 3})->commit();
  CHECK(array_of(folder.path() / "npy" / shard.paths.at("image")).header.shape == Extents{0, 4, 6, 3});
  CHECK(array_of(folder.path() / "npy" / shard.paths.at("key")).header.descr == "|S1");
}

TEST_CASE("channels first, one-hot and casts change shape and type") {
  const TemporaryFolder folder;
  auto spec = output("npy");
  spec.fields["image"].channels_first = true;
  spec.fields["image"].dtype = DType::float32;
  spec.fields["mask"].one_hot = 3;
  const auto examples = three_streets();
  SUBCASE("one-hot last") {
    write_shard(*make_sink(spec, street(), folder.path()), {"train", 0, 1}, examples, 0, 1);
    const auto mask = array_of(folder.path() / "npy/train-00000-of-00001.mask.npy");
    CHECK(mask.header.descr == "|u1");
    CHECK(mask.header.shape == Extents{1, 4, 6, 3});
    CHECK(mask.data.substr(0, 6) == std::string("\1\0\0\0\1\0", 6));
  }
  SUBCASE("one-hot first, as floats") {
    spec.fields["mask"].channels_first = true;
    spec.fields["mask"].dtype = DType::float32;
    write_shard(*make_sink(spec, street(), folder.path()), {"train", 0, 1}, examples, 0, 1);
    const auto mask = array_of(folder.path() / "npy/train-00000-of-00001.mask.npy");
    CHECK(mask.header.descr == "<f4");
    CHECK(mask.header.shape == Extents{1, 3, 4, 6});
    CHECK(to_hex(bytes_of(mask.data).first(16)) == "0000803f00000000000000000000803f");
  }
  const auto image = array_of(folder.path() / "npy/train-00000-of-00001.image.npy");
  CHECK(image.header.descr == "<f4");
  CHECK(image.header.shape == Extents{1, 3, 4, 6});
  CHECK(to_hex(bytes_of(image.data).subspan(4, 4)) == "00004040");
}

TEST_CASE("splits may differ in size") {
  const TemporaryFolder folder;
  Dataset dataset = street(std::nullopt);
  for (auto& field : dataset.fields) field.split_sizes = {{"train", {4, 6}}, {"val", {8, 8}}};
  CHECK(check_output(output("npy"), dataset).empty());
  const auto sink = make_sink(output("npy"), dataset, folder.path());
  sink->open_shard({"train", 0, 1})->commit();
  sink->open_shard({"val", 0, 1})->commit();
  CHECK(array_of(folder.path() / "npy/train-00000-of-00001.mask.npy").header.shape == Extents{0, 4, 6});
  CHECK(array_of(folder.path() / "npy/val-00000-of-00001.mask.npy").header.shape == Extents{0, 8, 8});
}

TEST_CASE("ids that the output cannot hold make the record a reject") {
  const TemporaryFolder folder;
  Dataset dataset = street();
  dataset.fields[1].dtype = DType::uint16;
  auto spec = output("npy");
  spec.fields["mask"].dtype = DType::uint8;
  CHECK(check_output(spec, dataset).empty());
  Examples examples;
  examples.add("a", counting<std::uint8_t>(Size{4, 6}, 3, DType::uint8),
               counting<std::uint16_t>(Size{4, 6}, 1, DType::uint16, 250));
  CHECK(make_sink(spec, dataset, folder.path())->encode(examples[0]).error().code == "mask-id");
}

TEST_CASE("a row of another size is a mistake of the caller, not a shifted array") {
  const TemporaryFolder folder;
  const auto sink = make_sink(output("npy"), street(), folder.path());
  Examples examples;
  examples.add_street("a", 0, Size{5, 6});
  CHECK_THROWS(sink->open_shard({"train", 0, 1})->append(*sink->encode(examples[0])));
}

TEST_CASE("what an output of arrays cannot hold is said before the run") {
  auto spec = output("npy");
  Dataset dataset = street();
  CHECK(check_output(spec, dataset).empty());
  SUBCASE("varying sizes, with the ops that help") {
    const auto found = check_output(spec, street(std::nullopt));
    REQUIRE(found.size() == 1);
    CHECK(found[0].pointer == "/outputs/0");
    for (const char* op : {"resize", "letterbox", "center_crop", "random_crop"}) {
      CHECK(found[0].hint.find(op) != std::string::npos);
    }
  }
  SUBCASE("varying channels") {
    dataset.fields[0].channels.reset();
    CHECK(first_pointer(spec, dataset) == "/outputs/0");
  }
  SUBCASE("narrowing casts of images") {
    dataset.fields[0].dtype = DType::uint16;
    spec.fields["image"].dtype = DType::uint8;
    CHECK(first_pointer(spec, dataset) == "/outputs/0/fields/image/dtype");
    spec.fields["image"].dtype = DType::float16;
    CHECK(first_pointer(spec, dataset) == "/outputs/0/fields/image/dtype");
    spec.fields["image"].dtype = DType::float32;
    CHECK(check_output(spec, dataset).empty());
  }
  SUBCASE("narrowing casts of masks, unless the declared ids fit") {
    dataset.fields[1].dtype = DType::int32;
    spec.fields["mask"].dtype = DType::uint8;
    CHECK(check_output(spec, dataset).empty());
    dataset.fields[1].ignore = 65535;
    CHECK(first_pointer(spec, dataset) == "/outputs/0/fields/mask/dtype");
    dataset.fields[1].ignore = 255;
    dataset.fields[1].classes.clear();
    CHECK(first_pointer(spec, dataset) == "/outputs/0/fields/mask/dtype");
  }
  SUBCASE("one-hot of images, of other masks, and too small") {
    spec.fields["image"].one_hot = 3;
    CHECK(first_pointer(spec, dataset) == "/outputs/0/fields/image/one_hot");
    spec.fields.clear();
    spec.fields["mask"].one_hot = 2;
    CHECK(first_pointer(spec, dataset) == "/outputs/0/fields/mask/one_hot");
    spec.fields["mask"].one_hot = 3;
    CHECK(check_output(spec, dataset).empty());
    dataset.fields[1].mask_kind = MaskKind::instance;
    CHECK(first_pointer(spec, dataset) == "/outputs/0/fields/mask/one_hot");
  }
}
