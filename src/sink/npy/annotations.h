#pragma once

#include <cstddef>
#include <vector>

#include "sink/npy/column_file.h"
#include "sink/sink.h"

namespace augshard {

/// The columns of the boxes and keypoints, in the order in which append_annotation_parts() fills them. Ragged ones are
/// flat values and offsets:
///   NAME.bbox (boxes, 4), NAME.label (boxes,), NAME.offsets (rows + 1,)
///   NAME.xyv (rows, points, values) for one set of a known number of points;
///   NAME.xyv (points, values), NAME.offsets for one set of any number;
///   NAME.xyv (sets, points, values), NAME.offsets for a set a box
std::vector<Column> annotation_columns(const OutputSpec& spec, const Dataset& dataset);

/// One example's part of each column. Boxes are corners x0, y0, x1, y1 in pixels unless the pipeline says otherwise.
/// Throws std::logic_error where sets of keypoints are not as their field says.
void append_annotation_parts(const OutputSpec& spec, const Dataset& dataset, const Example& example,
                             std::vector<std::vector<std::byte>>& parts);

}  // namespace augshard
