#include "sink/shard_check.h"

#include <algorithm>
#include <cstring>
#include <functional>

#include "sink/npy/header.h"
#include "sink/tfrecord/record.h"

namespace augshard {

Expected<RecordWalk> walk_records(std::span<const std::byte> file, const RecordVisitor& visit) {
  const auto source = open_source(file);
  RecordReader reader(*source);
  RecordWalk walk;
  while (true) {
    const std::uint64_t offset = reader.offset();
    const auto record = reader.next();
    if (!record) return record.error();
    if (!*record) return walk;
    const auto example = parse_example(**record);
    if (!example) {
      return Error{"example", "record " + std::to_string(walk.records) + ": " + example.error().message, ""};
    }
    if (visit) visit(walk.records, offset, *example);
    walk.index += std::to_string(offset) + " " + std::to_string(reader.offset() - offset) + "\n";
    ++walk.records;
  }
}

Expected<std::int64_t> count_rows(std::span<const std::byte> file) {
  const auto header = parse_npy_header(file);
  if (!header) return header.error();
  const auto size = npy_file_size(*header);
  if (size != file.size()) {
    return Error{"npy",
                 "the file has " + std::to_string(file.size()) + " bytes, its header speaks of " +
                     (size ? std::to_string(*size) : std::string("more than can be")),
                 ""};
  }
  return header->rows();
}

Expected<std::vector<std::int64_t>> read_offsets(std::span<const std::byte> file) {
  const auto rows = count_rows(file);
  if (!rows) return rows.error();
  const NpyHeader header = *parse_npy_header(file);
  if (header.descr != kNpyInt64.descr || header.shape.size() != 1) {
    return Error{"npy", "offsets are int64 in one dimension, and it holds other values", ""};
  }
  std::vector<std::int64_t> offsets(static_cast<std::size_t>(*rows));
  const auto data = file.subspan(header.data_offset);
  if (!offsets.empty()) std::memcpy(offsets.data(), data.data(), data.size());
  if (offsets.empty() || offsets.front() != 0) return Error{"npy", "its offsets do not start at 0", ""};
  const auto falls = std::adjacent_find(offsets.begin(), offsets.end(), std::greater<>());
  if (falls == offsets.end()) return offsets;
  return Error{"npy", "its offsets fall from " + std::to_string(falls[0]) + " to " + std::to_string(falls[1]), ""};
}

}  // namespace augshard
