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
  /// Splits positions into the pixel left of (above) the centre, floor(x - 0.5), and the weights of it and of the next
  /// one: 2^14 - f in the low and f in the high half, f the fraction in 2^-14. Positions are cut to +-2^30.
  void (*split_row)(std::int32_t* index, std::int32_t* weights, const double* position, std::size_t count);
  /// The pixel that a position lies in, floor(x + snap). Positions are cut to +-2^30.
  void (*whole_row)(std::int32_t* index, const double* position, double snap, std::size_t count);
  /// How many pixels from the first on lie in columns 0 .. columns-1 and rows 0 .. rows-1; positions within +-2^30.
  std::size_t (*inside_run)(const std::int32_t* x, const std::int32_t* y, std::int32_t columns, std::int32_t rows,
                            std::size_t count);
  /// Linear interpolation of `count` RGB pixels whose four neighbours, and two bytes more, lie inside the source: x, y
  /// and weights as split_row() gives them; a source row is `stride` bytes long and the source shorter than 2^31 bytes.
  void (*linear_rgb_u8)(std::uint8_t* output, const std::uint8_t* source, std::int32_t stride, const std::int32_t* x,
                        const std::int32_t* y, const std::int32_t* weights_x, const std::int32_t* weights_y,
                        std::size_t count);
};

/// The kernels for this CPU, by use_avx2().
const Kernels& kernels();

}  // namespace augshard
