#pragma once

#include "codec/codec.h"

namespace augshard {

/// Reads markers up to the first scan. Errors "decode".
Expected<Header> read_jpeg_header(std::span<const std::byte> file);

/// Gray or RGB, 8 bits. Any warning of libjpeg, and more than 100 scans, are an Error "decode".
Expected<Image> decode_jpeg(std::span<const std::byte> file, const Header& header);

}  // namespace augshard
