#pragma once

#include "codec/codec.h"

namespace augshard {

/// Reads the RIFF chunks. Errors "decode" (animations too).
Expected<Header> read_webp_header(std::span<const std::byte> file);

/// RGB, or RGBA where the file has alpha; 8 bits.
Expected<Image> decode_webp(std::span<const std::byte> file, const Header& header);

}  // namespace augshard
