#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/expected.h"
#include "sink/sink.h"

namespace augshard {

/// How the pixels of a field stand in its array.
struct PixelColumn {
  DType dtype = DType::uint8;
  bool channels_first = false;
  std::optional<int> one_hot;
};

/// What the pipeline says for a field, else its own type with the channels last; uint8 for one-hot masks.
PixelColumn column_of(const OutputSpec& spec, const Field& field);

/// Shape of one row: (H, W, C) or (C, H, W); (H, W) for masks of ids; (H, W, K) or (K, H, W) for one-hot masks.
std::vector<std::int64_t> row_shape(const PixelColumn& column, const Field& field, Size size);

/// One row of the array. Errors "mask-id".
Expected<std::vector<std::byte>> encode_row(const PixelColumn& column, const Field& field, const Image& image);

/// The pixels that encode_row() was given, of size `size`; nothing where the row does not tell them all: rounded to
/// float16, or no row that encode_row() makes. `row` has exactly the bytes of row_shape(), at any alignment.
std::optional<Image> decode_row(const PixelColumn& column, const Field& field, Size size,
                                std::span<const std::byte> row);

}  // namespace augshard
