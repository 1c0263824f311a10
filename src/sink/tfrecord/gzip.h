#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "sink/tfrecord/record.h"

namespace augshard {

/// One whole gzip member (RFC 1952): fixed level, modification time 0, operating system 255. Members may be
/// concatenated; TensorFlow reads them as one stream.
std::vector<std::byte> gzip_member(std::span<const std::byte> data);

/// The content of one or more concatenated gzip members, unpacked as it is read. Views `data`.
class GzipSource : public ByteSource {
 public:
  explicit GzipSource(std::span<const std::byte> data);
  ~GzipSource() override;
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  Expected<std::size_t> read(std::span<std::byte> out) override;

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

}  // namespace augshard
