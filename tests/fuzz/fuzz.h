#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

/// What the fuzz targets share. A target ends the program where a property does not hold: libFuzzer keeps the input.
namespace augshard::fuzz {

using Bytes = std::span<const std::byte>;

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline Bytes bytes_of(const std::uint8_t* data, std::size_t size) { return std::as_bytes(std::span(data, size)); }

inline std::string_view text_of(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// Takes numbers from the front of an input; zeros once it is used up.
class Input {
 public:
  explicit Input(Bytes bytes) : bytes_(bytes) {}

  [[nodiscard]] Bytes rest() const { return bytes_; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

  std::uint8_t u8() {
    if (empty()) return 0;
    const std::byte value = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return std::to_integer<std::uint8_t>(value);
  }
  std::uint64_t number(int bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) value = value << 8U | u8();
    return value;
  }

 private:
  Bytes bytes_;
};

}  // namespace augshard::fuzz
