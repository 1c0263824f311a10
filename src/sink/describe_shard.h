#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <span>

#include "base/expected.h"

namespace augshard {

/// {"type": "tfrecord", "compression", "bytes", "records", "record": [{"key", "kind", "length", "values"}]}. A value of
/// bytes is {"bytes"} with its "text", its "image" {"format", "dtype", "shape"}, or the "head" of it in hexadecimal.
Expected<nlohmann::ordered_json> describe_tfrecord(std::span<const std::byte> file);

/// {"type": "npy", "dtype", "descr", "fortran_order", "shape", "bytes", "values"}: the first values of the first row.
Expected<nlohmann::ordered_json> describe_npy(std::span<const std::byte> file);

}  // namespace augshard
