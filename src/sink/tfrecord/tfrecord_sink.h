#pragma once

#include <filesystem>
#include <memory>

#include "sink/sink.h"

namespace augshard {

/// TFRecord files of tf.train.Example, with index files; under the preset "tfds" with what TFDS reads beside them.
std::unique_ptr<Sink> make_tfrecord_sink(const OutputSpec& spec, const Dataset& dataset,
                                         const std::filesystem::path& folder);

Diagnostics check_tfrecord(const OutputSpec& spec, const Dataset& dataset);

/// Estimated bytes of a field's pixels: raw exactly; JPEG a third of a byte a value, PNG images 5/8 of raw, PNG masks
/// 1/16 of raw (photographs at quality 95, label masks of street scenes).
std::uint64_t estimated_tfrecord_bytes(const OutputSpec& spec, const Field& field, Size size);

}  // namespace augshard
