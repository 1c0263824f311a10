#include "ops/kernels/rgb_block.h"

#include <cstdint>

namespace augshard {

// In two steps, since compilers vectorise a change of type and a change of order, but not both in one.
template <class T>
void RgbBlock::load(const T* pixels, std::size_t count) {
  for (std::size_t i = 0; i < 3 * count; ++i) interleaved_[i] = static_cast<float>(pixels[i]);
  for (std::size_t i = 0; i < kPixels; ++i) {
    red[i] = interleaved_[3 * i];
    green[i] = interleaved_[3 * i + 1];
    blue[i] = interleaved_[3 * i + 2];
  }
}

template <class T>
void RgbBlock::store(T* pixels, std::size_t count) {
  for (std::size_t i = 0; i < kPixels; ++i) {
    interleaved_[3 * i] = red[i];
    interleaved_[3 * i + 1] = green[i];
    interleaved_[3 * i + 2] = blue[i];
  }
  for (std::size_t i = 0; i < 3 * count; ++i) pixels[i] = to_pixel<T>(interleaved_[i]);
}

template void RgbBlock::load(const std::uint8_t*, std::size_t);
template void RgbBlock::load(const std::uint16_t*, std::size_t);
template void RgbBlock::load(const float*, std::size_t);
template void RgbBlock::store(std::uint8_t*, std::size_t);
template void RgbBlock::store(std::uint16_t*, std::size_t);
template void RgbBlock::store(float*, std::size_t);

}  // namespace augshard
