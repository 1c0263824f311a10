#pragma once

#include <cstddef>
#include <cstdint>

namespace augshard {

/// Marks a position that a perspective map sends beyond its horizon.
inline constexpr double kBeyondHorizon = -2e9;

/// The inner loops that gain from wide vectors. The same source is compiled twice, for the baseline and for AVX2,
/// without fused multiply-add: both do the same IEEE operations in the same order and give the same bytes.
struct Kernels {
  /// sums[i] = sum over taps of weights[k] * rows[k][i], k ascending.
  void (*weighted_rows_u8)(float* sums, const std::uint8_t* const* rows, const float* weights, int taps,
                           std::size_t count);
  void (*weighted_rows_u16)(float* sums, const std::uint16_t* const* rows, const float* weights, int taps,
                            std::size_t count);
  void (*weighted_rows_f32)(float* sums, const float* const* rows, const float* weights, int taps, std::size_t count);
  /// x[i] = ax * (i + 0.5) + bx, y[i] likewise.
  void (*affine_row)(double* x, double* y, double ax, double bx, double ay, double by, std::size_t count);
  /// x[i], y[i] <- projective map m of (x[i], y[i]); beyond the horizon both become kBeyondHorizon.
  void (*project_row)(double* x, double* y, const double* m, std::size_t count);
  /// Splits positions into the pixel left of (above) the centre and the fraction in 2^-14: index = floor(x - 0.5).
  /// Positions beyond +-2^30 are cut to it.
  void (*split_row)(std::int32_t* index, std::int32_t* fraction, const double* position, std::size_t count);
};

/// The kernels for this CPU; the baseline's where the environment says AUGSHARD_SIMD=baseline.
const Kernels& kernels();

}  // namespace augshard
