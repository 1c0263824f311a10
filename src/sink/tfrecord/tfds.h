#pragma once

#include <map>
#include <string>
#include <vector>

#include "sink/sink.h"

namespace augshard {

/// features.json of tfds.builder_from_directory(): one feature a field, boxes and keypoints with them, `key`, `copy`
/// and each attribute.
std::string tfds_features(const OutputSpec& spec, const Dataset& dataset);

/// dataset_info.json; splits without examples are left out, since TFDS fails on them.
std::string tfds_dataset_info(const Dataset& dataset, const std::vector<ShardEntry>& shards);

/// File name -> content of the class names of every mask that is a LabeledImage, and of boxes whose labels are 0..n-1.
std::map<std::string, std::string> tfds_label_files(const OutputSpec& spec, const Dataset& dataset);

/// True where the mask's classes are named 0..n-1 and its pixels are PNG: TFDS knows it as a LabeledImage.
bool is_labeled_image(const OutputSpec& spec, const Field& field);

}  // namespace augshard
