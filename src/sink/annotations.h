#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sample/annotation.h"
#include "sink/sink.h"

namespace augshard {

/// What the pipeline says for a boxes field of this output, else `usual`.
BoxFormat box_format_of(const OutputSpec& spec, const BoxesField& field, BoxFormat usual);

/// What the pipeline says for a keypoints field of this output, else x, y, visibility in pixels; in its convention.
KeypointNotation notation_of(const OutputSpec& spec, const KeypointsField& field);

/// Four numbers a box, one box after the other, for an image of size `frame`. What clipping left a rounding error
/// beyond the frame is brought back to its edge, so that a fraction is never above 1.
std::vector<double> numbers_of(const ExampleBoxes& boxes, BoxFormat format, Size frame);

std::vector<std::int64_t> labels_of(const ExampleBoxes& boxes);

/// values_of(notation.format) numbers a point, set after set, of keypoints field number `field` in this example.
/// Throws std::logic_error where the sets are not as the field says: one a box or one in all, `count` points in each.
std::vector<double> keypoint_numbers(const Dataset& dataset, std::size_t field, const Example& example,
                                     KeypointNotation notation);

}  // namespace augshard
