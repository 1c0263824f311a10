#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/expected.h"
#include "sink/tfrecord/example.h"

namespace augshard {

/// What a walk over a TFRecord file found.
struct RecordWalk {
  std::int64_t records = 0;
  std::string index;  ///< what its index file must hold
};

/// Takes a sound record: its number, its offset in the (unpacked) file, and what it holds.
using RecordVisitor = std::function<void(std::int64_t number, std::uint64_t offset, const Features& features)>;

/// Reads every record: framing, both CRCs, and that it is a tf.train.Example. Views `file`; gzip is unpacked. Error of
/// the first record that is damaged: "truncated", "checksum", "gzip", "example".
Expected<RecordWalk> walk_records(std::span<const std::byte> file, const RecordVisitor& visit = {});

/// Rows of an NPY file whose header is sound and whose size is exactly what the header says. Error "npy".
Expected<std::int64_t> count_rows(std::span<const std::byte> file);

/// An NPY file of offsets into a flat array: int64 in one dimension, from 0 on, never falling. Error "npy".
Expected<std::vector<std::int64_t>> read_offsets(std::span<const std::byte> file);

}  // namespace augshard
