#pragma once

#include "codec/codec.h"
#include "codec/stored.h"

namespace augshard {

/// Reads all chunk headers and the small chunks, but no pixel data. Errors "decode".
Expected<Header> read_png_header(std::span<const std::byte> file);

/// Inflates by libdeflate, all else is own code. Refused: a bad checksum of any chunk or of the compressed stream,
/// pixel data that is too short or too long, an unknown filter, a chunk out of place, a file without its end.
Expected<StoredPixels> decode_png(std::span<const std::byte> file, const Header& header);

}  // namespace augshard
