#include "sink/tfrecord/record.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "base/checksum.h"
#include "sink/tfrecord/gzip.h"

namespace augshard {
namespace {

// A damaged length must not make us reserve what it says: records grow by at most this at a time.
constexpr std::uint64_t kGrowth = std::uint64_t{16} << 20U;

template <class T>
void store(std::byte* at, T value) {
  std::memcpy(at, &value, sizeof value);
}

template <class T>
T load(const std::byte* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::span<const std::byte> data) : data_(data) {}

  Expected<std::size_t> read(std::span<std::byte> out) override {
    const std::size_t size = std::min(out.size(), data_.size());
    std::copy_n(data_.begin(), size, out.begin());
    data_ = data_.subspan(size);
    return size;
  }

 private:
  std::span<const std::byte> data_;
};

Error damage(const char* code, std::uint64_t offset, const std::string& what) {
  return {code, "record at byte " + std::to_string(offset) + ": " + what, ""};
}

}  // namespace

std::uint32_t masked_crc32c(std::span<const std::byte> data) {
  const std::uint32_t crc = crc32c(data);
  return ((crc >> 15U) | (crc << 17U)) + 0xa282ead8U;
}

void frame_record(std::span<std::byte> record) {
  const auto data = record.subspan(kRecordHeader, record.size() - kRecordHeader - kRecordFooter);
  store<std::uint64_t>(record.data(), data.size());
  store(record.data() + 8, masked_crc32c(record.first(8)));
  store(record.data() + kRecordHeader + data.size(), masked_crc32c(data));
}

bool is_gzip(std::span<const std::byte> data) {
  return data.size() >= 2 && data[0] == std::byte{0x1f} && data[1] == std::byte{0x8b};
}

std::unique_ptr<ByteSource> open_source(std::span<const std::byte> data) {
  if (is_gzip(data)) return std::make_unique<GzipSource>(data);
  return std::make_unique<MemorySource>(data);
}

Expected<std::optional<std::vector<std::byte>>> RecordReader::next() {
  std::array<std::byte, kRecordHeader> header{};
  const auto got = source_.read(header);
  if (!got) return got.error();
  if (*got == 0) return std::optional<std::vector<std::byte>>();
  if (*got < header.size()) return damage("truncated", offset_, "the file ends inside its header");
  if (load<std::uint32_t>(header.data() + 8) != masked_crc32c(std::span(header).first(8))) {
    return damage("checksum", offset_, "the CRC of its length does not fit");
  }

  const auto length = load<std::uint64_t>(header.data());
  std::vector<std::byte> data;
  while (data.size() < length) {
    const std::size_t start = data.size();
    data.resize(start + std::min(kGrowth, length - start));
    const auto piece = source_.read(std::span(data).subspan(start));
    if (!piece) return piece.error();
    if (*piece < data.size() - start) return damage("truncated", offset_, "the file ends inside its data");
  }
  std::array<std::byte, kRecordFooter> footer{};
  const auto tail = source_.read(footer);
  if (!tail) return tail.error();
  if (*tail < footer.size()) return damage("truncated", offset_, "the file ends inside its footer");
  if (load<std::uint32_t>(footer.data()) != masked_crc32c(data)) {
    return damage("checksum", offset_, "the CRC of its data does not fit");
  }
  offset_ += kRecordHeader + length + kRecordFooter;
  return std::optional(std::move(data));
}

}  // namespace augshard
