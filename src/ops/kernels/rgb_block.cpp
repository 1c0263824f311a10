#include "ops/kernels/rgb_block.h"

#include <cstdint>

#include "ops/kernels/widest.h"

namespace augshard {

// In two steps, since compilers vectorise a change of type and a change of order, but not both in one.
template <class T>
void RgbBlock::load_loop(RgbBlock& block, const T* pixels, std::size_t count) {
  for (std::size_t i = 0; i < 3 * count; ++i) block.interleaved_[i] = static_cast<float>(pixels[i]);
  for (std::size_t i = 0; i < kPixels; ++i) {
    block.red[i] = block.interleaved_[3 * i];
    block.green[i] = block.interleaved_[3 * i + 1];
    block.blue[i] = block.interleaved_[3 * i + 2];
  }
}

template <class T>
void RgbBlock::store_loop(RgbBlock& block, T* pixels, std::size_t count) {
  for (std::size_t i = 0; i < kPixels; ++i) {
    block.interleaved_[3 * i] = block.red[i];
    block.interleaved_[3 * i + 1] = block.green[i];
    block.interleaved_[3 * i + 2] = block.blue[i];
  }
  for (std::size_t i = 0; i < 3 * count; ++i) pixels[i] = to_pixel<T>(block.interleaved_[i]);
}

template <class T>
void RgbBlock::load(const T* pixels, std::size_t count) {
  widest<load_loop<T>>(*this, pixels, count);
}

template <class T>
void RgbBlock::store(T* pixels, std::size_t count) {
  widest<store_loop<T>>(*this, pixels, count);
}

template void RgbBlock::load(const std::uint8_t*, std::size_t);
template void RgbBlock::load(const std::uint16_t*, std::size_t);
template void RgbBlock::load(const float*, std::size_t);
template void RgbBlock::store(std::uint8_t*, std::size_t);
template void RgbBlock::store(std::uint16_t*, std::size_t);
template void RgbBlock::store(float*, std::size_t);

}  // namespace augshard
