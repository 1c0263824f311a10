#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sample/image.h"

namespace augshard {

/// Position inside 0..size-1 of a position outside: dcb|abcd|cba, again and again.
int reflect101(int position, int size);

/// Convolves rows, then columns with one symmetric kernel: half[0] in the middle, half[k] at distance k on both sides.
/// Borders are reflected (reflect101). Every value is the same sum in the same order on any CPU: floats, from the
/// middle outwards.
void convolve_separable(Image& image, std::span<const float> half);

/// One cell of a sparse kernel: the result takes `weight` times the pixel at (x + dx, y + dy).
struct Tap {
  int dx = 0, dy = 0;
  double weight = 0;
};

/// Weighted mean of the taps (their weights are scaled to the sum 1), borders reflected (reflect101). 8-bit images use
/// weights in 1/256 whose sum is exact, so that a flat area keeps its value; others use floats in the order of the
/// taps.
void average_taps(Image& image, std::span<const Tap> taps);

/// What becomes of the outermost pixels: their neighbours are reflected (reflect101), or they stay as they are.
enum class Edges : std::uint8_t { reflected, kept };

/// Adds `strength` times the difference of each value from the mean of its eight neighbours.
void add_contour(Image& image, double strength, Edges edges);

/// Sum of the taps with their weights as they are (not scaled, negative ones too), borders reflected (reflect101):
/// floats in the order of the taps, rounded and clipped once.
void sum_taps(Image& image, std::span<const Tap> taps);

/// A kernel that is the same in all four quadrants: the cells at (dx, dy), (-dx, dy), (dx, -dy) and (-dx, -dy) have the
/// weight weights[dy * (radius + 1) + dx], 0 <= dx, dy <= radius.
struct FourfoldKernel {
  int radius = 0;
  std::vector<float> weights;

  FourfoldKernel(int reach, std::vector<double> quadrant);  ///< weights scaled to the sum 1 over all cells
};
/// Borders reflected (reflect101); floats in an order that depends on the kernel only, rounded and clipped once.
void convolve_fourfold(Image& image, const FourfoldKernel& kernel);

/// Adds `amount` times what a blur by this kernel (see convolve_separable) takes away from each value, less `threshold`
/// of it (a fraction of the range, towards 0): small differences stay as they are, and nothing jumps.
void add_detail(Image& image, std::span<const float> half, double amount, double threshold);

/// Half of a normalised Gaussian kernel: exp(-k^2 / (2 sigma^2)) for k = 0..radius.
std::vector<float> half_gaussian(double sigma, int radius);

}  // namespace augshard
