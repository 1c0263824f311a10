// Any bytes as a TFRecord file, and, since no fuzzer guesses a CRC, as the content of one sound record. The index of a
// file that is read cuts it into records that are read alone, and what is parsed serialises to what parses the same.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "fuzz/fuzz.h"
#include "sink/describe_shard.h"
#include "sink/inspect.h"
#include "sink/shard_check.h"
#include "sink/tfrecord/example.h"
#include "sink/tfrecord/record.h"

using namespace augshard;
using namespace augshard::fuzz;

namespace {

void round_trip(Bytes data) {
  const auto parsed = parse_example(data);
  if (!parsed) return;
  std::vector<std::byte> bytes(example_size(*parsed));
  write_example(*parsed, bytes);
  const auto again = parse_example(bytes);
  require(again.has_value() && again->size() == parsed->size());
  std::vector<std::byte> twice(example_size(*again));
  write_example(*again, twice);
  require(twice == bytes);
}

void cut_by_index(Bytes file, const RecordWalk& walk) {
  std::istringstream lines(walk.index);
  std::size_t end = 0;
  std::int64_t records = 0;
  for (std::size_t offset = 0, length = 0; lines >> offset >> length; ++records) {
    require(offset == end && length <= file.size() - offset);
    const auto alone = walk_records(file.subspan(offset, length));
    require(alone.has_value() && alone->records == 1);
    end += length;
  }
  require(end == file.size() && records == walk.records);
}

void check_file(Bytes file) {
  const auto walk = walk_records(file);
  const auto described = describe_tfrecord(file);
  require(walk.has_value() == described.has_value());
  if (!walk) return;
  require(!inspection_text(*described).empty());
  if (!is_gzip(file)) cut_by_index(file, *walk);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input = bytes_of(data, size);
  round_trip(input);
  check_file(input);
  std::vector<std::byte> record(kRecordHeader + size + kRecordFooter);
  std::copy(input.begin(), input.end(), record.begin() + kRecordHeader);
  frame_record(record);
  check_file(record);
  return 0;
}
