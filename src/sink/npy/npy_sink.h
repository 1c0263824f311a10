#pragma once

#include <filesystem>
#include <memory>

#include "sink/sink.h"

namespace augshard {

/// One array a field a shard: SPLIT-00000-of-00005.image.npy, .key.npy (|S), .copy.npy (int32), attributes (|S); boxes
/// and keypoints as annotation_columns() says, .objects.bbox.npy and so on.
std::unique_ptr<Sink> make_npy_sink(const OutputSpec& spec, const Dataset& dataset,
                                    const std::filesystem::path& folder);

Diagnostics check_npy(const OutputSpec& spec, const Dataset& dataset);

/// Bytes of a field's pixels in one row, exactly.
std::uint64_t estimated_npy_bytes(const OutputSpec& spec, const Field& field, Size size);

}  // namespace augshard
