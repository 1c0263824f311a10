#pragma once

#include <span>
#include <vector>

#include "geometry/chain.h"
#include "sample/image.h"

namespace augshard {

/// How one target is sampled along a chain. Fills are pixel values of the target, one a channel.
struct TargetSampling {
  Interpolation interpolation = Interpolation::linear;
  bool antialias = true;
  struct Outside {
    Border border = Border::constant;
    std::vector<double> fill;
  };
  /// Beyond the source.
  Outside source;
  /// In the new area of each stage of the chain that makes some, in the order of Chain::stages(); one entry a stage,
  /// those without area unused.
  std::vector<Outside> areas;
};

/// An image, which must outlive this, and how it is sampled.
struct SampledImage {
  const Image& image;
  TargetSampling sampling;
};

/// Samples `source` once along the chain: exact copies where every position falls on a pixel centre; averaging over the
/// footprint where an image is made smaller (not for nearest and label_linear); nearest takes pixel floor(position), a
/// position on the border between two pixels belonging to the one with the larger index.
/// uint8, uint16, int32 (nearest and label_linear only) and float32, any channel count.
Image resample(const Image& source, const Chain& chain, const TargetSampling& sampling);

/// The same for each of several images of one size, all targets of a sample: what they have in common is done once.
std::vector<Image> resample(std::span<const SampledImage> sources, const Chain& chain);

/// Positions are snapped by this much before they are cut to whole pixels, so that a position that is mathematically on
/// a border is treated as such: far below 1 / (2 * 65536), the least distance of any other ratio of sizes.
inline constexpr double kSnap = 0x1p-30;

/// Minification up to this factor is left to the interpolation kernel where a map is not axis-aligned.
inline constexpr double kKernelMinification = 1.25;

}  // namespace augshard
