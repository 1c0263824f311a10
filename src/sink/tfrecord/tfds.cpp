#include "sink/tfrecord/tfds.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "sink/annotations.h"
#include "sink/classes.h"
#include "sink/tfrecord/annotations.h"
#include "sink/tfrecord/encoding.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

std::string class_name(const std::string& path) { return "tensorflow_datasets.core.features." + path; }

// Proto-JSON writes 64-bit integers as strings.
std::string number(std::int64_t value) { return std::to_string(value); }
std::string dimension(std::optional<int> value) { return number(value.value_or(-1)); }

Json shape_of(const Field& field) {
  std::optional<int> height;
  std::optional<int> width;
  if (field.size) {
    height = field.size->height;
    width = field.size->width;
  }
  return {{"dimensions", {dimension(height), dimension(width), dimension(field.channels)}}};
}

Json tensor(const Json& shape, std::string_view dtype, const char* encoding) {
  return {{"pythonClassName", class_name("tensor_feature.Tensor")},
          {"tensor", {{"shape", shape}, {"dtype", dtype}, {"encoding", encoding}}}};
}

Json text() { return {{"pythonClassName", class_name("text_feature.Text")}, {"text", Json::object()}}; }

// TFDS refuses an unknown number of channels as soon as the encoding is named; without it, it decodes what it finds.
Json image(const Field& field, Encoding encoding) {
  Json content{{"shape", shape_of(field)}, {"dtype", name_of(field.dtype)}};
  if (field.channels && encoding != Encoding::jpeg_or_png) content["encodingFormat"] = name_of(encoding);
  return content;
}

Json pixels(const OutputSpec& spec, const Field& field) {
  const Encoding encoding = encoding_of(spec, field).encoding;
  if (encoding == Encoding::raw) return tensor(shape_of(field), name_of(field.dtype), "bytes");
  Json content = image(field, encoding);
  if (!is_labeled_image(spec, field)) {
    return {{"pythonClassName", class_name("image_feature.Image")}, {"image", std::move(content)}};
  }
  content["useColormap"] = true;
  content["label"] = {{"numClasses", number(static_cast<std::int64_t>(field.classes.size()))}};
  return {{"pythonClassName", class_name("labeled_image.LabeledImage")}, {"image", std::move(content)}};
}

Json dict(Json features) {
  return {{"pythonClassName", class_name("features_dict.FeaturesDict")},
          {"featuresDict", {{"features", std::move(features)}}}};
}

// Without a length TFDS would read the static length 0.
Json sequence(Json feature) {
  return {{"pythonClassName", class_name("sequence_feature.Sequence")},
          {"sequence", {{"feature", std::move(feature)}, {"length", "-1"}}}};
}

Json dimensions(std::initializer_list<std::optional<int>> extents) {
  Json list = Json::array();
  for (const auto& extent : extents) list.push_back(dimension(extent));
  return {{"dimensions", std::move(list)}};
}

Json box(BoxFormat format) {
  if (format != kTfdsBoxFormat) return tensor(dimensions({4}), "float32", "none");
  return {{"pythonClassName", class_name("bounding_boxes.BBoxFeature")},
          {"boundingBox", {{"shape", dimensions({4})}, {"dtype", "float32"}}}};
}

Json label(const BoxesField& field) {
  if (!has_dense_classes(field.classes)) return tensor(Json::object(), "int64", "none");
  return {{"pythonClassName", class_name("class_label_feature.ClassLabel")},
          {"classLabel", {{"numClasses", number(static_cast<std::int64_t>(field.classes.size()))}}}};
}

Json boxes(const OutputSpec& spec, const BoxesField& field) {
  return sequence(dict({{"bbox", box(box_format_of(spec, field, kTfdsBoxFormat))}, {"label", label(field)}}));
}

/// A set a box is a sequence of tensors; one set an example a tensor.
Json keypoints(const OutputSpec& spec, const KeypointsField& field) {
  const auto values = static_cast<int>(values_of(notation_of(spec, field).format));
  Json set = tensor(dimensions({field.count, values}), "float32", "none");
  return field.boxes ? sequence(std::move(set)) : set;
}

std::string lines_of(const std::map<std::int64_t, std::string>& classes) {
  std::string lines;
  for (const auto& [id, name] : classes) lines += name + "\n";
  return lines;
}

Json supervised_keys(const Dataset& dataset) {
  Json items = Json::array();
  for (const auto& field : dataset.fields) {
    if (items.size() < 2) items.push_back({{"featureKey", field.name}});
  }
  return {{"tuple", {{"items", std::move(items)}}}};
}

struct SplitTotals {
  std::string name;
  Json shard_lengths = Json::array();
  std::int64_t examples = 0;
  std::uint64_t bytes = 0;
};

std::vector<SplitTotals> totals_of(const std::vector<ShardEntry>& shards) {
  std::vector<SplitTotals> splits;
  for (const auto& shard : shards) {
    auto split = std::find_if(splits.begin(), splits.end(), [&](const auto& s) { return s.name == shard.name.split; });
    if (split == splits.end()) split = splits.insert(split, SplitTotals{shard.name.split});
    split->shard_lengths.push_back(number(shard.examples));
    split->examples += shard.examples;
    split->bytes += shard.payload_bytes;
  }
  return splits;
}

std::string file_text(const Json& json) { return json.dump(2) + "\n"; }

}  // namespace

bool is_labeled_image(const OutputSpec& spec, const Field& field) {
  return !field.is_image && field.mask_kind != MaskKind::heatmap && has_dense_classes(field.classes) &&
         encoding_of(spec, field).encoding == Encoding::png;
}

std::string tfds_features(const OutputSpec& spec, const Dataset& dataset) {
  Json features = Json::object();
  for (const auto& field : dataset.fields) features[field.name] = pixels(spec, field);
  for (const auto& field : dataset.boxes) features[field.name] = boxes(spec, field);
  for (const auto& field : dataset.keypoints) features[field.name] = keypoints(spec, field);
  features["key"] = text();
  features["copy"] = tensor(Json::object(), "int64", "none");
  for (const auto& attribute : spec.attributes) features[attribute] = text();
  return file_text(dict(std::move(features)));
}

std::string tfds_dataset_info(const Dataset& dataset, const std::vector<ShardEntry>& shards) {
  Json splits = Json::array();
  for (auto& split : totals_of(shards)) {
    if (split.examples == 0) continue;
    splits.push_back({{"name", split.name},
                      {"shardLengths", std::move(split.shard_lengths)},
                      {"numBytes", std::to_string(split.bytes)},
                      {"filepathTemplate", "{DATASET}-{SPLIT}.{FILEFORMAT}-{SHARD_X_OF_Y}"}});
  }
  Json info{{"name", dataset.name},
            {"version", dataset.version},
            {"description", "Written by augshard."},
            {"fileFormat", "tfrecord"}};
  if (dataset.fields.size() > 1) info["supervisedKeys"] = supervised_keys(dataset);
  info["splits"] = std::move(splits);
  return file_text(info);
}

std::map<std::string, std::string> tfds_label_files(const OutputSpec& spec, const Dataset& dataset) {
  std::map<std::string, std::string> files;
  for (const auto& field : dataset.fields) {
    if (is_labeled_image(spec, field)) files[field.name + ".labels.txt"] = lines_of(field.classes);
  }
  for (const auto& field : dataset.boxes) {
    if (has_dense_classes(field.classes)) files[field.name + "-label.labels.txt"] = lines_of(field.classes);
  }
  return files;
}

}  // namespace augshard
