#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace augshard {

/// Working memory that a thread keeps from one image to the next, since fresh pages cost more than the work on them.
class Scratch {
 public:
  /// `size` bytes, not initialised; what was there before is lost.
  std::span<std::byte> take(std::size_t size);
  /// Gives memory of an exceptionally large image back to the system. Call when the bytes are no longer needed.
  void settle();

 private:
  std::unique_ptr<std::byte[]> data_;
  std::size_t capacity_ = 0;
};

}  // namespace augshard
