#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "base/expected.h"
#include "sample/image.h"

namespace augshard {

/// Outlines as x0, y0, x1, y1, ... in edge coordinates; the shape is their union.
using Polygons = std::vector<std::vector<double>>;

/// COCO's run lengths: columns from the left, each from the top, beginning with a run outside the shape.
struct RunLengths {
  Size size;
  std::vector<std::uint32_t> counts;
};

/// A shape of a COCO annotation.
using Segmentation = std::variant<Polygons, RunLengths>;

/// Reads the text form of run lengths (six bits a character). Errors "rle": a character that cannot be there, runs that
/// do not add up to height x width.
Expected<RunLengths> parse_run_lengths(std::string_view text, Size size);
/// Error "rle" where the runs do not add up to height x width.
Expected<RunLengths> checked_run_lengths(std::vector<std::uint32_t> counts, Size size);

/// The pixels of a shape in a frame of `size`, which run lengths must have. Polygons are filled as the COCO API fills
/// them (rleFrPoly), pixel for pixel; one of fewer than three points, or with a number that is not finite, is empty.
/// Frames have less than 2^32 pixels.
RunLengths rasterise(const Segmentation& shape, Size size);

/// Sets the pixels within `runs` to `value`, which the mask's type must hold. The mask has the size of the runs and one
/// channel.
void paint(Image& mask, const RunLengths& runs, std::int64_t value);

/// Pixels within the shape.
std::uint64_t area_of(const RunLengths& runs);

}  // namespace augshard
