#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

namespace augshard {

enum class ByteOrder : std::uint8_t { little, big };

/// Numbers at positions of a file in its own byte order. Ask has() before reading: positions come from the file itself.
class ByteReader {
 public:
  ByteReader(std::span<const std::byte> bytes, ByteOrder order) : bytes_(bytes), order_(order) {}

  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool has(std::uint64_t position, std::uint64_t count) const {
    return position <= bytes_.size() && count <= bytes_.size() - position;
  }
  [[nodiscard]] std::uint8_t u8(std::size_t position) const { return std::to_integer<std::uint8_t>(bytes_[position]); }
  [[nodiscard]] std::uint16_t u16(std::size_t position) const {
    return static_cast<std::uint16_t>(number(position, 2));
  }
  [[nodiscard]] std::uint32_t u24(std::size_t position) const { return number(position, 3); }
  [[nodiscard]] std::uint32_t u32(std::size_t position) const { return number(position, 4); }
  [[nodiscard]] std::span<const std::byte> bytes(std::size_t position, std::size_t count) const {
    return bytes_.subspan(position, count);
  }

 private:
  [[nodiscard]] std::uint32_t number(std::size_t position, std::size_t count) const {
    assert(has(position, count));
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t at = order_ == ByteOrder::big ? position + i : position + count - 1 - i;
      value = value << 8U | u8(at);
    }
    return value;
  }

  std::span<const std::byte> bytes_;
  ByteOrder order_;
};

}  // namespace augshard
