#include "sink/tfrecord/example.h"

#include <doctest/doctest.h>

#include <cstring>

#include "base/checksum.h"
#include "bytes.h"
#include "sink/tfrecord/gzip.h"
#include "sink/tfrecord/record.h"

using namespace augshard;

namespace {

std::vector<std::byte> serialised(const Features& features) {
  std::vector<std::byte> bytes(example_size(features));
  write_example(features, bytes);
  return bytes;
}

std::vector<std::byte> framed(std::span<const std::byte> data) {
  std::vector<std::byte> record(data.size() + kRecordHeader + kRecordFooter);
  std::copy(data.begin(), data.end(), record.begin() + kRecordHeader);
  frame_record(record);
  return record;
}

std::vector<std::byte> joined(const std::vector<std::vector<std::byte>>& pieces) {
  std::vector<std::byte> all;
  for (const auto& piece : pieces) all.insert(all.end(), piece.begin(), piece.end());
  return all;
}

/// The data of all records, then the code of the error that ended the reading, if one did.
std::vector<std::string> read_all(std::span<const std::byte> file) {
  const auto source = open_source(file);
  RecordReader reader(*source);
  std::vector<std::string> found;
  while (true) {
    auto record = reader.next();
    if (!record) {
      found.push_back("error " + record.error().code);
      return found;
    }
    if (!*record) return found;
    found.push_back(text_of(**record));
  }
}

// Made with protobuf: SerializeToString(deterministic=True) and TFRecordWriter.
constexpr std::string_view kGoldenExample =
    "0a 4e 0a 14 0a 04 62 62 6f 78 12 0c 12 0a 0a 08 00 00 00 3f 00 00 80 3f"
    "0a 17 0a 02 69 64 12 11 1a 0f 0a 0d ff ff ff ff ff ff ff ff ff 01 ac 02 00"
    "0a 11 0a 05 69 6d 61 67 65 12 08 0a 06 0a 04 89 50 4e 47"
    "0a 0a 0a 04 6e 6f 6e 65 12 02 1a 00";

}  // namespace

TEST_CASE("an Example has protobuf's deterministic bytes") {
  const std::string png = "\x89PNG";
  const Features features{{"none", Int64List{}},
                          {"image", BytesList{bytes_of(png)}},
                          {"id", Int64List{-1, 300, 0}},
                          {"bbox", FloatList{0.5F, 1.0F}}};
  const auto bytes = serialised(features);
  CHECK(to_hex(bytes) == to_hex(from_hex(kGoldenExample)));
  CHECK(crc32c(bytes) == 0x291356b4);

  const auto record = framed(bytes);
  CHECK(to_hex(std::span(record).first(12)) == "5000000000000000940f9b82");
  CHECK(to_hex(std::span(record).last(4)) == "fe3ceb4f");
}

TEST_CASE("records are framed with masked CRCs") {
  CHECK(masked_crc32c(bytes_of("123456789")) == 0xc78ab0e5);
  CHECK(to_hex(framed({})) == "000000000000000029039807d8ea82a2");
  CHECK(to_hex(framed(serialised({{"a", Int64List{1}}}))) ==
        "0e00000000000000c5e5693f0a0c0a0a0a016112051a030a010139e87850");
}

TEST_CASE("keys sort as unsigned bytes") {
  const Features features{{"\xc3\xa9", Int64List{}}, {"z", Int64List{}}, {"Z", Int64List{}}, {"z/a", Int64List{}}};
  std::string order;
  for (const auto& [key, feature] : features) order += key + " ";
  CHECK(order == "Z z z/a \xc3\xa9 ");
}

TEST_CASE("what is written is read back") {
  const std::string text = "abc";
  const Features features{{"bytes", BytesList{bytes_of(text), {}, bytes_of(text)}},
                          {"floats", FloatList{1.5F, -0.0F, 3e38F}},
                          {"ints", Int64List{INT64_MIN, -1, 0, 127, 128, INT64_MAX}},
                          {"kindless", Feature{}},
                          {"empty", FloatList{}}};
  const auto bytes = serialised(features);
  const auto parsed = parse_example(bytes);
  REQUIRE(parsed);
  CHECK(parsed->size() == 5);
  CHECK(std::get<FloatList>(parsed->at("floats")) == std::get<FloatList>(features.at("floats")));
  CHECK(std::get<Int64List>(parsed->at("ints")) == std::get<Int64List>(features.at("ints")));
  CHECK(std::get<BytesList>(parsed->at("bytes")).size() == 3);
  CHECK(kind_of(parsed->at("kindless")) == "none");
  CHECK(kind_of(parsed->at("empty")) == "float");
  CHECK(serialised(*parsed) == bytes);
}

TEST_CASE("the parser takes what protobuf takes") {
  SUBCASE("lists that are not packed, an unknown field, value before key") {
    // Features { entry { value { int64 { 8: 5, 8: 6 } } key "k" } }, then field 15 of the Example.
    const auto parsed = parse_example(from_hex("0a0d0a0b12061a0408050806 0a016b 7a0141"));
    REQUIRE(parsed);
    CHECK(std::get<Int64List>(parsed->at("k")) == Int64List{5, 6});
  }
  SUBCASE("floats that are not packed") {
    const auto parsed = parse_example(from_hex("0a0e0a0c0a016b1207120 50d0000803f"));
    REQUIRE(parsed);
    CHECK(std::get<FloatList>(parsed->at("k")) == FloatList{1.0F});
  }
  SUBCASE("the last of two equal keys") {
    const auto parsed = parse_example(from_hex("0a180a0a0a016b12051a030a01010a0a0a016b12051a030a0102"));
    REQUIRE(parsed);
    CHECK(std::get<Int64List>(parsed->at("k")) == Int64List{2});
  }
}

TEST_CASE("no cut and no flipped bit of an Example reads outside of it") {
  const auto golden = from_hex(kGoldenExample);
  for (std::size_t size = 1; size < golden.size(); ++size) {
    const std::vector<std::byte> cut(golden.begin(), golden.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK_FALSE(parse_example(cut));
  }
  for (std::size_t bit = 0; bit < golden.size() * 8; ++bit) {
    auto flipped = golden;
    flipped[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    const auto parsed = parse_example(flipped);
    CHECK((parsed || parsed.error().code == "example"));
  }
}

TEST_CASE("a damaged TFRecord is found, wherever the damage is") {
  const auto file = joined({framed(bytes_of("first")), framed(bytes_of("second")), framed({})});
  REQUIRE(read_all(file) == std::vector<std::string>{"first", "second", ""});
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    auto flipped = file;
    flipped[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    CHECK(read_all(flipped).back().starts_with("error"));
  }
  for (std::size_t size = 1; size < file.size(); ++size) {
    const auto found = read_all(std::span(file).first(size));
    const bool between_records = size == 21 || size == 43;
    CHECK((found.back() == "error truncated") != between_records);
  }
}

TEST_CASE("a length that lies does not make the reader reserve memory for it") {
  std::vector<std::byte> file(20);
  file[7] = std::byte{0x70};  // 2^62 and more bytes
  const std::uint32_t crc = masked_crc32c(std::span(file).first(8));
  std::memcpy(file.data() + 8, &crc, sizeof crc);
  CHECK(read_all(file) == std::vector<std::string>{"error truncated"});
}

TEST_CASE("gzip members carry no time and no system, and concatenate") {
  const auto first = gzip_member(framed(bytes_of("first")));
  const auto second = gzip_member(framed(bytes_of(std::string(100000, 'x'))));
  CHECK(to_hex(std::span(first).first(4)) == "1f8b0800");
  CHECK(to_hex(std::span(first).subspan(4, 4)) == "00000000");
  CHECK(first[9] == std::byte{255});
  CHECK(second.size() < 2000);
  CHECK(read_all(joined({first, second})) == std::vector<std::string>{"first", std::string(100000, 'x')});
}

TEST_CASE("a cut or damaged gzip file is found") {
  const auto file = joined({gzip_member(framed(bytes_of("first"))), gzip_member(framed(bytes_of("second")))});
  const std::size_t border = gzip_member(framed(bytes_of("first"))).size();
  for (std::size_t size = 2; size < file.size(); ++size) {
    CHECK((read_all(std::span(file).first(size)).back() == "error gzip") == (size != border));
  }
  // A flip in the bits that pad a deflate stream changes nothing; any other must be seen.
  const auto whole = read_all(file);
  std::size_t seen = 0;
  for (std::size_t i = border + 10; i < file.size(); ++i) {
    auto flipped = file;
    flipped[i] ^= std::byte{0x10};
    const auto found = read_all(flipped);
    if (found != whole) {
      CHECK(found.back().starts_with("error"));
      ++seen;
    }
  }
  CHECK(seen + 1 >= file.size() - border - 10);
}
