#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "sample/image.h"

namespace augshard {

/// Words of a field of noise from batch `first_batch` on; their number is a multiple of kNoiseBatch. Batch b holds the
/// 16 blocks 16 b .. 16 b + 15 of noise_block(key, .): the first words of all, then the second words, and so on.
inline constexpr std::size_t kNoiseBatch = 64;
void noise_words(std::uint64_t key, std::uint64_t first_batch, std::span<std::uint32_t> words);

/// noise_block(key, index) as four numbers uniform in [0, 1): what a shape drawn at random needs.
std::array<double, 4> unit_numbers(std::uint64_t key, std::uint64_t index);

/// What noise is drawn from, scaled to mean 0 and deviation 1.
enum class Distribution : std::uint8_t { normal, uniform, laplace };

/// Adds independent noise of the given deviation (fraction of the range) to each value, or to each pixel with all
/// channels alike. The noise of the i-th value (or pixel) is a function of `key` and i: the i-th 16-bit half of the
/// field's words, low half first, through a table of the inverse of the distribution (so |z| < 4.33 for the normal
/// one).
void add_noise(Image& image, std::uint64_t key, Distribution distribution, double deviation, bool per_channel);
void add_normal_noise(Image& image, std::uint64_t key, double deviation, bool per_channel);

/// Multiplies by 1 + deviation z instead, z being the same normal numbers.
void multiply_normal_noise(Image& image, std::uint64_t key, double deviation, bool per_channel);

/// The same numbers z themselves, from the one of index `first` on, a multiple of kNoiseRun; at most kNoiseRun of them.
inline constexpr std::size_t kNoiseRun = 1024;
void normal_numbers(std::uint64_t key, std::size_t first, std::span<float> numbers);

/// The normal number z of a field's 16-bit half.
class NormalNumber {
 public:
  NormalNumber();
  float operator()(std::uint16_t half) const { return static_cast<float>(table_[half]) * unit_; }

 private:
  const std::int16_t* table_;
  float unit_;
};

/// Sets about `amount` of the pixels (each on its own) to the largest value, for a share `salt` of them, or to 0.
void add_salt_and_pepper(Image& image, std::uint64_t key, double amount, double salt);

/// The value that a standard normal variable stays below with probability p, 0 < p < 1: algorithm AS 241 (Wichura
/// 1988), relative error about 1e-16.
double inverse_normal(double p);

}  // namespace augshard
