#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "sink/describe_shard.h"
#include "sink/inspect.h"
#include "sink/npy/header.h"
#include "sink/shard_check.h"
#include "sink/tfrecord/example.h"
#include "sink/tfrecord/record.h"

namespace {

using Bytes = std::span<const std::byte>;

void check(bool holds) {
  if (!holds) __builtin_trap();
}

/// What can be parsed serialises to something that parses to the same again.
void round_trip(Bytes data) {
  const auto parsed = augshard::parse_example(data);
  if (!parsed) return;
  std::vector<std::byte> bytes(augshard::example_size(*parsed));
  augshard::write_example(*parsed, bytes);
  const auto again = augshard::parse_example(bytes);
  check(again.has_value() && again->size() == parsed->size());
  std::vector<std::byte> twice(augshard::example_size(*again));
  augshard::write_example(*again, twice);
  check(twice == bytes);
}

void describe(Bytes file) {
  if (const auto shard = augshard::describe_tfrecord(file)) check(!augshard::inspection_text(*shard).empty());
  if (const auto array = augshard::describe_npy(file)) check(!augshard::inspection_text(*array).empty());
}

}  // namespace

/// The input as a file, and, since no fuzzer guesses a CRC, as the content of one sound record.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input = std::as_bytes(std::span(data, size));
  round_trip(input);
  describe(input);
  std::vector<std::byte> record(augshard::kRecordHeader + size + augshard::kRecordFooter);
  std::copy(input.begin(), input.end(), record.begin() + augshard::kRecordHeader);
  augshard::frame_record(record);
  describe(record);
  return 0;
}
