#pragma once

#include "codec/codec.h"
#include "codec/stored.h"

namespace augshard {

/// Reads the first directory. Errors "decode": several full-size pages, or a layout that decode_tiff() does not know.
Expected<Header> read_tiff_header(std::span<const std::byte> file);

/// Strips and tiles, planes together or apart; unsigned and signed integers up to 32 bits and float32. Signed and
/// 32-bit integers become int32 (Error "decode" where a value does not fit). Any warning of libtiff is an Error
/// "decode".
Expected<StoredPixels> decode_tiff(std::span<const std::byte> file, const Header& header);

}  // namespace augshard
