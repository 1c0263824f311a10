#pragma once

#include <cstdint>
#include <vector>

#include "sample/image.h"

namespace augshard {

/// Weights of red, green and blue in a gray value: ITU-R BT.601.
inline constexpr double kRedWeight = 0.299, kGreenWeight = 0.587, kBlueWeight = 0.114;

/// Sum of the values of each channel, in an order that depends on the image's shape only.
std::vector<double> channel_sums(const Image& image);

/// Sum of (value - centre[c])^2 of each channel.
std::vector<double> squared_deviations(const Image& image, const std::vector<double>& centre);

/// Mean gray value in the image's own units: Rec. 601 for three channels, else the mean of all values.
double mean_gray(const Image& image);

/// How often each value occurs in one channel; uint8 and uint16 only.
std::vector<std::uint32_t> histogram(const Image& image, int channel);

}  // namespace augshard
