#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sample/annotation.h"
#include "sink/verify_declared.h"

namespace augshard {

/// Is told each problem of one example: a code and a message.
using Tell = std::function<void(const char* code, const std::string& message)>;

/// Pixels that must be ids of a mask: values of type `dtype`, one after the other, at any alignment.
struct MaskPixels {
  DType dtype = DType::uint8;
  std::span<const std::byte> bytes;
};

/// Holds a mask's values against what `field` says: the first that is no id of it is told. `boxes`: those of its
/// example, for an instance mask that goes with boxes.
void check_mask(const Declared& declared, const Field& field, const MaskPixels& pixels,
                std::optional<std::size_t> boxes, const Tell& tell);

/// Channels of 0 and 1, at most one of them 1 in a pixel, and none only where the mask has an ignore id.
void check_one_hot(const Declared& declared, const Field& field, int classes, bool channels_first,
                   const MaskPixels& pixels, const Tell& tell);

/// Four numbers a box in `format`: within the image, corners in order; labels declared.
void check_boxes(const BoxesField& field, BoxFormat format, std::span<const double> numbers,
                 std::span<const std::int64_t> labels, std::optional<Size> frame, const Tell& tell);

/// Numbers of points in `format`: finite, and a visibility of 0, 1 or 2.
void check_points(const KeypointsField& field, KeypointFormat format, std::span<const double> numbers,
                  const Tell& tell);

void check_copy(const Declared& declared, const std::string& split, std::int64_t copy, const Tell& tell);

/// "4x6x3 uint8", "?" where an extent is not known.
std::string shape_text(std::optional<Size> size, std::optional<int> channels, DType dtype);

}  // namespace augshard
