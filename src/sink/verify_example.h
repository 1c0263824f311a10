#pragma once

#include <string>

#include "sink/found_example.h"
#include "sink/tfrecord/example.h"
#include "sink/verify_values.h"

namespace augshard {

/// Holds one Example of output `spec` against what the dataset declares: its keys and their kinds, every encoded image
/// and mask decoded, ids, boxes and keypoints. Each problem is told; a value that could not be read is told once. Gives
/// what it holds.
FoundExample check_example(const Declared& declared, const OutputSpec& spec, const std::string& split,
                           const Features& features, const Tell& tell);

}  // namespace augshard
