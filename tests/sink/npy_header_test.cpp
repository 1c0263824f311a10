#include <doctest/doctest.h>

#include "bytes.h"
#include "sink/npy/header.h"

using namespace augshard;

namespace {

struct Known {
  std::string_view descr;
  std::vector<std::int64_t> shape;
  std::size_t bytes;
  std::string_view text;
};

// The text and the length that NumPy 2.4.6 writes; the rest is spaces and a newline.
const std::vector<Known> kKnown{
    {"|u1", {2, 2}, 128, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }"},
    {"<f4", {3}, 128, "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }"},
    {"<u2", {5, 4}, 128, "{'descr': '<u2', 'fortran_order': False, 'shape': (5, 4), }"},
    {"<i4", {}, 128, "{'descr': '<i4', 'fortran_order': False, 'shape': (), }"},
    {"<f2", {0, 2, 3}, 128, "{'descr': '<f2', 'fortran_order': False, 'shape': (0, 2, 3), }"},
    {"|u1", {123456, 256, 256, 3}, 128, "{'descr': '|u1', 'fortran_order': False, 'shape': (123456, 256, 256, 3), }"},
    {"|S7", {10}, 128, "{'descr': '|S7', 'fortran_order': False, 'shape': (10,), }"},
    {"<i4", {1000000}, 128, "{'descr': '<i4', 'fortran_order': False, 'shape': (1000000,), }"},
    {"<u2", {99999999999, 2}, 128, "{'descr': '<u2', 'fortran_order': False, 'shape': (99999999999, 2), }"},
    {"|u1",
     {3, 100000000000000000, 100000000000000000},
     128,
     "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 100000000000000000, 100000000000000000), }"},
    {"|u1",
     {3, 100000000000000000, 1000000000000000000},
     192,
     "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 100000000000000000, 1000000000000000000), }"},
    {"|u1",
     {10, 1234567, 1234567, 123456789},
     128,
     "{'descr': '|u1', 'fortran_order': False, 'shape': (10, 1234567, 1234567, 123456789), }"},
};

}  // namespace

TEST_CASE("a header is NumPy's, byte for byte") {
  for (const auto& known : kKnown) {
    const std::size_t length = known.bytes - 10;
    std::string wanted = "\x93NUMPY";
    wanted += {1, 0, static_cast<char>(length), 0};
    wanted += known.text;
    wanted.append(known.bytes - 1 - wanted.size(), ' ');
    wanted += '\n';
    CHECK(npy_header(known.descr, known.shape) == wanted);
  }
}

TEST_CASE("the number of rows does not change the length of a header") {
  const std::size_t length = npy_header("|u1", {0, 256, 256, 3}).size();
  for (const std::int64_t rows : {1L, 9L, 10L, 12345L, 9223372036854775807L}) {
    CHECK(npy_header("|u1", {rows, 256, 256, 3}).size() == length);
  }
}

TEST_CASE("headers are read back") {
  for (const auto& known : kKnown) {
    const std::string text = npy_header(known.descr, known.shape);
    const auto header = parse_npy_header(bytes_of(text));
    REQUIRE(header);
    CHECK(header->descr == known.descr);
    CHECK(header->shape == known.shape);
    CHECK(header->data_offset == known.bytes);
    CHECK_FALSE(header->fortran_order);
  }
}

TEST_CASE("headers of other writers are read") {
  const auto with_text = [](const std::string& text) {
    std::string file = "\x93NUMPY";
    file += {1, 0, static_cast<char>(text.size()), 0};
    return file + text;
  };
  const auto fortran = parse_npy_header(bytes_of(with_text("{'shape':(3,4),'descr':\">f8\",'fortran_order':True}\n")));
  REQUIRE(fortran);
  CHECK(fortran->fortran_order);
  CHECK(fortran->item_bytes == 8);
  for (const std::string bad : {"", "{}", "{'descr': '<f4', 'fortran_order': False, 'shape': (3 4), }",
                                "{'descr': '<f4', 'fortran_order': False, 'shape': (-3,), }",
                                "{'descr': '|O', 'fortran_order': False, 'shape': (3,), }",
                                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,), }",
                                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'more': True}",
                                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }"}) {
    const std::string file = with_text(bad);
    CHECK_MESSAGE(!parse_npy_header(bytes_of(file)), bad);
  }
  const std::string whole = npy_header("<f4", {3});
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK_FALSE(parse_npy_header(bytes_of(whole).first(size)));
}

TEST_CASE("the size of a file follows from its header") {
  const auto size_of_file = [](std::string_view descr, const std::vector<std::int64_t>& shape) {
    return npy_file_size(*parse_npy_header(bytes_of(npy_header(descr, shape))));
  };
  CHECK(size_of_file("<f4", {3, 5}) == 128 + 60);
  CHECK(size_of_file("<i4", {}) == 128 + 4);
  CHECK(size_of_file("|S7", {0}) == 128);
  CHECK(size_of_file("|u1", {4294967296, 4294967296}) == std::nullopt);
  CHECK(size_of_file("|u1", {4294967296, 4294967296, 0}) == 128);
}
