#pragma once

#include "spec/object_reader.h"

/// Every object of the pipeline file, key by key; ops have their own declarations.
namespace augshard {

const Form& pipeline_form();
const Form& folders_form();
const Form& table_form();
const Form& coco_form();
const Form& table_boxes_form();
const Form& table_keypoints_form();
const Form& image_target_form();
const Form& mask_target_form();
const Form& boxes_target_form();
const Form& keypoints_target_form();
const Form& split_form();
const Form& shards_form();
const Form& tfrecord_form();
const Form& npy_form();
const Form& tfrecord_image_field_form();
const Form& tfrecord_mask_field_form();
const Form& tfrecord_boxes_field_form();
const Form& tfrecord_keypoints_field_form();
const Form& npy_image_field_form();
const Form& npy_mask_field_form();
const Form& npy_boxes_field_form();
const Form& npy_keypoints_field_form();

/// The compositions: name, one sentence, keys.
struct CompositionForm {
  std::string name;
  std::string summary;
  Form form;
};
const std::vector<CompositionForm>& composition_forms();

inline constexpr const char* kFillHint = "a fraction of the range: 255 of 8 bits is 1";

/// `n` of some_of.
inline constexpr Range kHowManyRange{0, 1000};

/// `width` and `depth` of blend.
inline constexpr Range kChainRange{1, 20};

/// Numbers of channels.
inline constexpr Range kChannelRange{0, 255};

/// Points in a set of keypoints.
inline constexpr Range kPointsRange{1, 10000};

/// Ids of labels and classes: 0 .. 2^31 - 1.
inline constexpr Range kLabelRange{0, 2147483647};

}  // namespace augshard
