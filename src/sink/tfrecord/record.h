#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/expected.h"

namespace augshard {

/// TFRecord framing (tensorflow/core/lib/io/record_writer.h): u64 length, u32 masked CRC-32C of those 8 bytes, data,
/// u32 masked CRC-32C of the data; all little-endian.
inline constexpr std::size_t kRecordHeader = 12;
inline constexpr std::size_t kRecordFooter = 4;

/// ((crc >> 15) | (crc << 17)) + 0xa282ead8.
std::uint32_t masked_crc32c(std::span<const std::byte> data);

/// Fills header and footer of a record whose data stands at offset kRecordHeader and ends kRecordFooter before the end.
void frame_record(std::span<std::byte> record);

/// A stream of bytes: a file in memory, or the content of a gzip file.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Up to out.size() bytes; fewer only at the end. Error "gzip" for a damaged stream.
  virtual Expected<std::size_t> read(std::span<std::byte> out) = 0;
};

/// The bytes as they are, or unpacked where they start with gzip's magic 1f 8b. Views `data`.
std::unique_ptr<ByteSource> open_source(std::span<const std::byte> data);
bool is_gzip(std::span<const std::byte> data);

/// Reads records in order and checks both CRCs.
class RecordReader {
 public:
  explicit RecordReader(ByteSource& source) : source_(source) {}

  /// The data of the next record, nothing at the end. Errors "truncated", "checksum", "gzip" name the offset.
  Expected<std::optional<std::vector<std::byte>>> next();
  /// Offset of the next record in the (unpacked) stream.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }

 private:
  ByteSource& source_;
  std::uint64_t offset_ = 0;
};

}  // namespace augshard
