#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/expected.h"
#include "sample/image.h"
#include "sink/sink.h"
#include "sink/tfrecord/encoding.h"

namespace augshard {

/// Height, width, channels as an Example gives them beside raw pixels.
using WrittenShape = std::array<std::int64_t, 3>;

/// Decodes the pixels of a field from an Example; masks as ids. Errors: "shape" (another size, type or number of
/// channels than the field says, or another encoding), "decode".
Expected<Image> decode_field(const Field& field, Encoding encoding, std::span<const std::byte> bytes,
                             const std::optional<WrittenShape>& shape);

/// An error "shape" where pixels are not as the field says.
std::optional<Error> check_shape(const Field& field, Size size, int channels, DType dtype);

}  // namespace augshard
