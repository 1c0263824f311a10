#pragma once

#include <cstddef>
#include <optional>

#include "sink/sink.h"
#include "sink/tfrecord/builder.h"

namespace augshard {

/// What TFDS's BBoxFeature holds.
inline constexpr BoxFormat kTfdsBoxFormat = BoxFormat::rel_yxyx;

/// Boxes under the preset tfds: NAME/bbox, four floats a box, and NAME/label; keypoints: NAME, the numbers of all sets
/// one after the other. Throws std::logic_error where the sets are not as their field says.
void add_tfds_annotations(ExampleBuilder& builder, const OutputSpec& spec, const Dataset& dataset,
                          const Example& example);

/// The instance mask (an index of Dataset::fields) that tells the pixels of the first boxes field apart.
std::optional<std::size_t> mask_of_first_boxes(const Dataset& dataset);

/// The first boxes field under the preset detection: image/object/bbox/{xmin,xmax,ymin,ymax} as fractions,
/// image/object/class/{label,text}, and image/object/mask, a PNG of 0 and 1 a box, where it has an instance mask.
/// Views the class names in `dataset`.
void add_detection_boxes(ExampleBuilder& builder, const Dataset& dataset, const Example& example);

}  // namespace augshard
