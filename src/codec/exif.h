#pragma once

#include <cstddef>
#include <span>

namespace augshard {

/// The orientation (tag 0x0112, 1..8) of an EXIF block that starts with its TIFF header ("II" or "MM"); 1 where it is
/// absent, out of range or not readable.
int exif_orientation(std::span<const std::byte> block);

}  // namespace augshard
