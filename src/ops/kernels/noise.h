#pragma once

#include <cstdint>
#include <span>

#include "sample/image.h"

namespace augshard {

/// Words of a field of noise from batch `first_batch` on; their number is a multiple of kNoiseBatch. Batch b holds the
/// 16 blocks 16 b .. 16 b + 15 of noise_block(key, .): the first words of all, then the second words, and so on.
inline constexpr std::size_t kNoiseBatch = 64;
void noise_words(std::uint64_t key, std::uint64_t first_batch, std::span<std::uint32_t> words);

/// Adds independent normal noise of the given deviation (fraction of the range) to each value, or to each pixel with
/// all channels alike. The noise of the i-th value (or pixel) is a function of `key` and i: the i-th 16-bit half of
/// the field's words, low half first, through a table of the inverse normal distribution (so |z| < 4.33).
void add_normal_noise(Image& image, std::uint64_t key, double deviation, bool per_channel);

/// Sets about `amount` of the pixels (each on its own) to the largest value, for a share `salt` of them, or to 0.
void add_salt_and_pepper(Image& image, std::uint64_t key, double amount, double salt);

/// The value that a standard normal variable stays below with probability p, 0 < p < 1: algorithm AS 241 (Wichura
/// 1988), relative error about 1e-16.
double inverse_normal(double p);

}  // namespace augshard
