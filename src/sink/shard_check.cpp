#include "sink/shard_check.h"

#include "sink/npy/header.h"
#include "sink/tfrecord/example.h"
#include "sink/tfrecord/record.h"

namespace augshard {

Expected<RecordWalk> walk_records(std::span<const std::byte> file) {
  const auto source = open_source(file);
  RecordReader reader(*source);
  RecordWalk walk;
  while (true) {
    const std::uint64_t offset = reader.offset();
    const auto record = reader.next();
    if (!record) return record.error();
    if (!*record) return walk;
    if (const auto example = parse_example(**record); !example) {
      return Error{"example", "record " + std::to_string(walk.records) + ": " + example.error().message, ""};
    }
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

}  // namespace augshard
