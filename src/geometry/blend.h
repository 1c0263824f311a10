#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Linear interpolation of 8-bit pixels in integers with 14-bit fractions: every instruction set gives the same bytes.
namespace augshard {

/// Bits of a fraction between two pixels.
inline constexpr int kFractionBits = 14;
inline constexpr std::int32_t kOne = 1 << kFractionBits;
// After the first pass 7 of the 14 fractional bits are kept: 15-bit intermediates suit 16-bit multiplications.
inline constexpr int kKeptBits = 7;

/// The pixels around a position, rounded to nearest. `weights_x` holds those of the left pixels in its low and of the
/// right ones in its high half, `weights_y` those of the upper and the lower ones; each pair sums to kOne.
inline std::uint8_t blend(std::uint8_t p00, std::uint8_t p01, std::uint8_t p10, std::uint8_t p11,
                          std::int32_t weights_x, std::int32_t weights_y) {
  const std::int32_t left = weights_x & 0xffff;
  const std::int32_t right = weights_x >> 16;
  constexpr std::int32_t kHalf = 1 << (kKeptBits - 1);
  const std::int32_t top = (p00 * left + p01 * right + kHalf) >> kKeptBits;
  const std::int32_t bottom = (p10 * left + p11 * right + kHalf) >> kKeptBits;
  constexpr int kShift = 2 * kFractionBits - kKeptBits;
  const std::int32_t sum = top * (weights_y & 0xffff) + bottom * (weights_y >> 16);
  return static_cast<std::uint8_t>((sum + (1 << (kShift - 1))) >> kShift);
}

#if defined(__SSE2__)
inline __m128i load_pixel(const std::uint8_t* data) {
  std::int32_t four = 0;
  std::memcpy(&four, data, sizeof four);
  return _mm_cvtsi32_si128(four);
}

/// blend() of up to four channels at once; reads four bytes from each pointer and writes four.
inline void blend4(const std::uint8_t* p00, const std::uint8_t* p01, const std::uint8_t* p10, const std::uint8_t* p11,
                   std::uint8_t* output, std::int32_t weights_x, std::int32_t weights_y) {
  const __m128i zero = _mm_setzero_si128();
  const __m128i half = _mm_set1_epi32(1 << (kKeptBits - 1));
  const __m128i pair_x = _mm_set1_epi32(weights_x);
  const auto horizontal = [&](const std::uint8_t* left, const std::uint8_t* right) {
    const __m128i pairs = _mm_unpacklo_epi8(_mm_unpacklo_epi8(load_pixel(left), load_pixel(right)), zero);
    return _mm_srai_epi32(_mm_add_epi32(_mm_madd_epi16(pairs, pair_x), half), kKeptBits);
  };
  const __m128i top = horizontal(p00, p01);
  const __m128i bottom = horizontal(p10, p11);
  const __m128i packed = _mm_packs_epi32(top, bottom);
  const __m128i pairs = _mm_unpacklo_epi16(packed, _mm_srli_si128(packed, 8));
  constexpr int kShift = 2 * kFractionBits - kKeptBits;
  const __m128i rounded =
      _mm_add_epi32(_mm_madd_epi16(pairs, _mm_set1_epi32(weights_y)), _mm_set1_epi32(1 << (kShift - 1)));
  const __m128i words = _mm_packs_epi32(_mm_srai_epi32(rounded, kShift), zero);
  const std::int32_t four = _mm_cvtsi128_si32(_mm_packus_epi16(words, zero));
  std::memcpy(output, &four, sizeof four);
}
#endif

}  // namespace augshard
