#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/expected.h"
#include "sample/image.h"
#include "sink/sink.h"

namespace augshard {

/// IEEE binary16 of a float, rounded to nearest even; overflow gives infinity, a NaN stays a (quiet) NaN.
std::uint16_t half_of(float value);
/// The value of a binary16, exactly.
double value_of_half(std::uint16_t half);

/// True where every value of type `from` is exactly a value of type `to`; float32 to float16, which rounds, counts too.
bool holds_all(DType to, DType from);

/// True where the integer is exactly a value of type `to`.
bool holds(DType to, std::int64_t value);

/// The ids a mask may contain as far as the pipeline says: the declared classes, 0 and 1 for a binary mask, and the
/// ignore id. Nothing where they are not declared.
std::optional<std::vector<std::int64_t>> declared_ids(const Field& field);

/// The values in another type, not scaled. Error "mask-id" names the first value that `to` cannot hold.
Expected<std::vector<std::byte>> cast_values(const Image& image, DType to);

/// The same pixels as an image of another pixel type; to float16 is not possible. Error "mask-id" as above.
Expected<Image> cast_image(const Image& image, DType to);

/// (H, W, C) to (C, H, W); `value_bytes` is the size of a value.
std::vector<std::byte> channels_first(const std::vector<std::byte>& values, Size size, int channels,
                                      std::size_t value_bytes);

/// One channel a class: 1 where the mask has that id, else 0, as values of type `to` in (H, W, classes). Pixels of the
/// ignore id are 0 in every channel. Error "mask-id" for another id outside 0..classes-1.
Expected<std::vector<std::byte>> one_hot(const Image& mask, int classes, std::optional<std::int64_t> ignore, DType to);

}  // namespace augshard
