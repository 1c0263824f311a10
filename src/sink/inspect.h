#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/expected.h"

namespace augshard {

/// Describes a dataset folder ("type": "dataset"), a TFRecord file ("tfrecord", gzip or not) or an NPY file ("npy"):
/// fields, shapes, types, counts, and one record with each feature's key, kind, length and first values.
/// Errors "io"; "format" for a file that is neither; "truncated", "checksum", "gzip", "example", "npy" for damage.
Expected<nlohmann::ordered_json> inspect(const std::filesystem::path& path);

/// The same for people, ending with a newline.
std::string inspection_text(const nlohmann::ordered_json& inspection);

}  // namespace augshard
