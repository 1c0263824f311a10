#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace augshard {

/// CRC-32C (Castagnoli), as TFRecord uses it: crc32c("123456789") = 0xe3069283.
std::uint32_t crc32c(std::span<const std::byte> data);

/// XXH3-64 with the given seed; stable across machines and versions of the library (its specification is frozen).
std::uint64_t hash64(std::string_view text, std::uint64_t seed = 0);

/// SHA-256 of a byte stream, fed piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::span<const std::byte> data);
  /// 64 lower-case hexadecimal digits. The object is spent afterwards.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// SHA-256 of a text in one call, as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view text);

}  // namespace augshard
