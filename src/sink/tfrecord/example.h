#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/expected.h"

namespace augshard {

/// One feature of a tf.train.Example. Bytes are views: they must outlive the feature. The empty alternative is a
/// feature without a kind, which readers treat as missing; we never write one.
using BytesList = std::vector<std::span<const std::byte>>;
using FloatList = std::vector<float>;
using Int64List = std::vector<std::int64_t>;
using Feature = std::variant<std::monostate, BytesList, FloatList, Int64List>;

/// Sorted by the bytes of the keys, as protobuf's deterministic serialisation sorts them.
using Features = std::map<std::string, Feature, std::less<>>;

/// "bytes", "float", "int64"; "none" without a kind.
std::string kind_of(const Feature& feature);

/// Bytes of the serialised Example (tensorflow/core/example/example.proto, feature.proto).
std::size_t example_size(const Features& features);

/// Serialises into `out`, which is example_size() bytes long. Equals protobuf's SerializeToString(deterministic=True).
void write_example(const Features& features, std::span<std::byte> out);

/// Reads an Example; the result views `data`. Accepts what protobuf accepts: fields in any order, packed lists or not,
/// unknown fields. Error "example" for anything malformed.
Expected<Features> parse_example(std::span<const std::byte> data);

}  // namespace augshard
