#include "codec/scratch.h"

namespace augshard {
namespace {

constexpr std::size_t kKeptBytes = std::size_t{64} << 20U;

}  // namespace

std::span<std::byte> Scratch::take(std::size_t size) {
  if (size > capacity_) {
    // Freed first, so that the peak is the larger of the two and not their sum.
    data_.reset();
    capacity_ = 0;
    const std::size_t roomy = size <= kKeptBytes / 2 ? size + size / 4 : size;
    data_ = std::make_unique_for_overwrite<std::byte[]>(roomy);
    capacity_ = roomy;
  }
  return {data_.get(), size};
}

void Scratch::settle() {
  if (capacity_ <= kKeptBytes) return;
  data_.reset();
  capacity_ = 0;
}

}  // namespace augshard
