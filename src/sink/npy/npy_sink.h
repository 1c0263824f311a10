#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sink/npy/column_file.h"
#include "sink/sink.h"

namespace augshard {

/// One array a field a shard: SPLIT-00000-of-00005.image.npy, .key.npy (|S), .copy.npy (int32), attributes (|S); boxes
/// and keypoints as annotation_columns() says, .objects.bbox.npy and so on.
std::unique_ptr<Sink> make_npy_sink(const OutputSpec& spec, const Dataset& dataset,
                                    const std::filesystem::path& folder);

/// The arrays of a shard of `split`, in the order in which encode() gives their parts: the fields, boxes and keypoints,
/// key, copy, attributes. Throws std::logic_error where the size of a field in the split is not known.
std::vector<Column> npy_columns(const OutputSpec& spec, const Dataset& dataset, const std::string& split);

Diagnostics check_npy(const OutputSpec& spec, const Dataset& dataset);

/// Bytes of a field's pixels in one row, exactly.
std::uint64_t estimated_npy_bytes(const OutputSpec& spec, const Field& field, Size size);

}  // namespace augshard
