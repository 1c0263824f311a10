#pragma once

#include <cstdint>

namespace augshard {

/// A keyed shuffle of 0..count-1 without a list in memory: a Feistel network over the next even power of two, walked on
/// until the value falls below `count` (Black and Rogaway 2002).
class Permutation {
 public:
  Permutation(std::uint64_t count, std::uint64_t key);
  /// The element at `position`; position < count.
  [[nodiscard]] std::uint64_t operator()(std::uint64_t position) const;

 private:
  std::uint64_t count_;
  std::uint64_t key_;
  unsigned half_bits_;
};

}  // namespace augshard
