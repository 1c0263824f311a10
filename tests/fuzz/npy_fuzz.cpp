// Any bytes as an NPY file. A header that is read and written anew, in C order, says the same; offsets begin at 0 and
// never fall.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "fuzz/fuzz.h"
#include "sink/describe_shard.h"
#include "sink/inspect.h"
#include "sink/npy/header.h"
#include "sink/shard_check.h"

using namespace augshard;
using namespace augshard::fuzz;

namespace {

void check_header(const NpyHeader& header, std::size_t file_size) {
  require(header.data_offset <= file_size);
  const std::string text = npy_header(header.descr, header.shape);
  const auto again = parse_npy_header(std::as_bytes(std::span(text)));
  require(again.has_value() && again->descr == header.descr && again->shape == header.shape);
  require(again->item_bytes == header.item_bytes && again->data_offset == text.size() && !again->fortran_order);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes file = bytes_of(data, size);
  const auto header = parse_npy_header(file);
  if (header) check_header(*header, size);
  const auto rows = count_rows(file);
  if (rows) require(header.has_value() && *rows == header->rows() && npy_file_size(*header) == size);
  const auto described = describe_npy(file);
  require(described.has_value() == rows.has_value());
  if (described) require(!inspection_text(*described).empty());
  if (const auto offsets = read_offsets(file)) {
    require(!offsets->empty() && offsets->front() == 0 && std::ranges::is_sorted(*offsets));
  }
  return 0;
}
