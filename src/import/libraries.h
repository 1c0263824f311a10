#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "import/conversion.h"

/// One file a library: a table of conversions, and how its documents nest.
namespace augshard {

/// The transforms of Albumentations 2.0.8; parameters of 1.x under their older names.
const Table& albumentations_table();
const Refusals& albumentations_refusals();
bool is_albumentations(const nlohmann::json& document);
OpsJson import_albumentations(const nlohmann::json& document, Report& report);

/// Layers of Keras 3, and those of KerasCV that are not in Keras or mean another thing there.
const Table& keras_table();
const Table& keras_cv_table();
const Refusals& keras_refusals();
bool is_keras(const nlohmann::json& document);
OpsJson import_keras(const nlohmann::json& document, Report& report);

/// Transforms of torchvision (v2), and of MMSegmentation with MMCV.
const Table& torchvision_table();
const Table& mmseg_table();
const Refusals& transform_list_refusals();
/// A list of {"name" or "type": ..., parameters}, or one such object that holds "transforms".
bool is_transform_list(const nlohmann::json& document);
OpsJson import_transform_list(const nlohmann::json& document, Report& report);

}  // namespace augshard
