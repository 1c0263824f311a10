#include "spec/schema.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "op/describe.h"
#include "op/json_schema.h"
#include "op/table.h"
#include "spec/forms.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

Json reference(const std::string& definition) { return {{"$ref", "#/$defs/" + definition}}; }
Json array_of(Json items, int least) { return {{"type", "array"}, {"items", std::move(items)}, {"minItems", least}}; }
Json text_matching(const std::string& pattern) { return {{"type", "string"}, {"pattern", pattern}}; }
Json any_of(std::vector<Json> schemas) { return {{"anyOf", std::move(schemas)}}; }

Json schema_of_key(const Key& key) {
  Json schema;
  switch (key.type) {
    case KeyType::boolean: schema = {{"type", "boolean"}}; break;
    case KeyType::integer: schema = integer_schema(key.range); break;
    case KeyType::number: schema = number_schema(key.range); break;
    case KeyType::numbers: schema = numbers_schema(key.range); break;
    case KeyType::choice: schema = choice_schema(key.choices); break;
    case KeyType::strings: schema = array_of({{"type", "string"}}, 0); break;
    case KeyType::string: schema = key.definition.empty() ? Json{{"type", "string"}} : reference(key.definition); break;
    case KeyType::other: schema = reference(key.definition); break;
  }
  if (key.type == KeyType::strings) schema["uniqueItems"] = true;
  if (!key.fallback.empty()) schema["default"] = Json::parse(key.fallback);
  schema["description"] = key.doc;
  return schema;
}

Json schema_of_form(const Form& form) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Key& key : form) {
    properties[key.name] = schema_of_key(key);
    if (key.required) required.push_back(key.name);
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

// An object whose `key` says which schema the whole of it follows: if/then gives better messages in editors than oneOf.
Json chosen_by(const std::string& key, const std::vector<std::pair<std::string, std::string>>& definitions) {
  Json names = Json::array();
  Json branches = Json::array();
  for (const auto& [name, definition] : definitions) {
    names.push_back(name);
    branches.push_back(
        {{"if", {{"properties", {{key, {{"const", name}}}}}, {"required", {key}}}}, {"then", reference(definition)}});
  }
  return {{"type", "object"},
          {"properties", {{key, {{"enum", std::move(names)}}}}},
          {"required", {key}},
          {"allOf", std::move(branches)}};
}

Json op_schema() {
  Json plain = Json::array({"identity"});
  std::vector<std::pair<std::string, std::string>> definitions;
  for (const OpInfo& info : op_table()) {
    const bool needs = std::any_of(info.params.begin(), info.params.end(), [](const Param& p) { return p.required; });
    if (!needs) plain.push_back(info.name);
    definitions.emplace_back(info.name, "op_" + info.name);
  }
  for (const CompositionForm& composition : composition_forms()) {
    definitions.emplace_back(composition.name, "op_" + composition.name);
  }
  return {{"if", {{"type", "string"}}}, {"then", {{"enum", std::move(plain)}}}, {"else", chosen_by("op", definitions)}};
}

Json mask_target_schema() {
  Json schema = schema_of_form(mask_target_form());
  schema["if"] = {{"properties", {{"kind", {{"const", "heatmap"}}}}}, {"required", {"kind"}}};
  schema["then"] = true;
  schema["else"] = {{"properties", {{"fill", integer_schema(kLabelRange)}}}};
  return schema;
}

Json split_schema() {
  Json schema = schema_of_form(split_form());
  schema["oneOf"] = Json::array();
  for (const char* kind : {"fraction", "where", "list"}) schema["oneOf"].push_back({{"required", {kind}}});
  return schema;
}

Json shards_schema() {
  Json schema = schema_of_form(shards_form());
  schema["not"] = {{"required", {"max_examples", "target_bytes"}}};
  return schema;
}

Json classes_schema() {
  const Json name = text_matching("^[^\\u0000-\\u001f]+$");
  Json list = array_of(name, 0);
  list["uniqueItems"] = true;
  return any_of({list,
                 {{"type", "object"},
                  {"propertyNames", {{"pattern", "^(0|[1-9][0-9]{0,9})$"}}},
                  {"additionalProperties", name}}});
}

Json swap_schema() {
  Json pair = array_of(any_of({integer_schema(kLabelRange), {{"type", "string"}}}), 2);
  pair["maxItems"] = 2;
  return array_of(std::move(pair), 0);
}

Json points_schema() {
  Json names = array_of({{"type", "string"}}, 1);
  names["uniqueItems"] = true;
  return any_of({integer_schema(kPointsRange), names});
}

Json where_schema() {
  const Json value = any_of({{{"type", "string"}}, integer_schema({})});
  return {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", any_of({value, array_of(value, 1)})}};
}

Json fields_schema(const std::string& output) {
  return {{"type", "object"},
          {"properties", {{"image", reference(output + "_image_field")}}},
          {"additionalProperties", any_of({reference(output + "_mask_field"), reference(output + "_boxes_field"),
                                           reference(output + "_keypoints_field")})}};
}

Json has_kind(const std::string& kind) {
  return {{"properties", {{"kind", {{"const", kind}}}}}, {"required", {"kind"}}};
}

// Names say nothing of what a target is: its kind does, and without one it is a mask.
Json targets_schema() {
  const Json boxes_or_keypoints{
      {"if", has_kind("keypoints")}, {"then", reference("keypoints_target")}, {"else", reference("mask_target")}};
  return {{"type", "object"},
          {"properties", {{"image", reference("image_target")}}},
          {"additionalProperties",
           {{"if", has_kind("boxes")}, {"then", reference("boxes_target")}, {"else", boxes_or_keypoints}}}};
}

// Targets by name.
Json named(Json entry) {
  return {{"type", "object"},
          {"propertyNames", {{"pattern", "^(?!(key|copy|image)$)[a-z][a-z0-9_]*$"}}},
          {"additionalProperties", std::move(entry)}};
}

Json named_choice(const std::string& choice, int most) {
  Json schema = named({{"const", choice}});
  if (most > 0) schema["maxProperties"] = most;
  return schema;
}

void add_texts(Json& definitions) {
  definitions["dataset_name"] = text_matching("^[A-Za-z][A-Za-z0-9_]*$");
  definitions["version"] = text_matching("^(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})$");
  definitions[kFilledText] = {{"type", "string"}, {"minLength", 1}};
  definitions["coco_file"] = text_matching("\\.json$");
  definitions["table_file"] = text_matching("\\.(csv|jsonl)$");
  definitions["seed"] = {{"type", "integer"}, {"minimum", 0}, {"maximum", 18446744073709551615U}};
  definitions["byte_count"] =
      any_of({integer_schema({1, 0x1p50}), text_matching("^0*[1-9][0-9]* ?(B|kB|KB|MB|GB|KiB|MiB|GiB)?$")});
}

void add_source_and_targets(Json& definitions) {
  definitions["source"] =
      chosen_by("type", {{"folders", "source_folders"}, {"table", "source_table"}, {"coco", "source_coco"}});
  definitions["source_folders"] = schema_of_form(folders_form());
  definitions["source_table"] = schema_of_form(table_form());
  definitions["source_coco"] = schema_of_form(coco_form());
  definitions["masks"] = named(reference(kFilledText));
  definitions["table_boxes"] = named(schema_of_form(table_boxes_form()));
  definitions["table_keypoints"] = named(schema_of_form(table_keypoints_form()));
  definitions["coco_masks"] = named_choice("segmentation", 0);
  definitions["coco_boxes"] = named_choice("bbox", 1);
  definitions["coco_keypoints"] = named_choice("keypoints", 1);
  definitions["targets"] = targets_schema();
  definitions["image_target"] = schema_of_form(image_target_form());
  definitions["mask_target"] = mask_target_schema();
  definitions["boxes_target"] = schema_of_form(boxes_target_form());
  definitions["keypoints_target"] = schema_of_form(keypoints_target_form());
  definitions["points"] = points_schema();
  definitions["colors"] = {{"type", "object"},
                           {"minProperties", 1},
                           {"propertyNames", {{"pattern", "^#[0-9A-Fa-f]{6}$"}}},
                           {"additionalProperties", integer_schema(kLabelRange)}};
  definitions["ignore"] = nullable(integer_schema(kLabelRange));
  definitions["classes"] = classes_schema();
  definitions["flip_label_swap"] = swap_schema();
}

void add_splits_and_outputs(Json& definitions) {
  definitions["splits"] = {{"type", "object"},
                           {"minProperties", 1},
                           {"propertyNames", {{"pattern", "^(?!all$)[A-Za-z][A-Za-z0-9_]*$"}}},
                           {"additionalProperties", reference("split")}};
  definitions["split"] = split_schema();
  definitions["where"] = where_schema();
  definitions["shards"] = shards_schema();
  definitions["outputs"] = array_of(chosen_by("type", {{"tfrecord", "output_tfrecord"}, {"npy", "output_npy"}}), 1);
  definitions["output_tfrecord"] = schema_of_form(tfrecord_form());
  definitions["output_npy"] = schema_of_form(npy_form());
  definitions["tfrecord_fields"] = fields_schema("tfrecord");
  definitions["tfrecord_boxes_field"] = schema_of_form(tfrecord_boxes_field_form());
  definitions["tfrecord_keypoints_field"] = schema_of_form(tfrecord_keypoints_field_form());
  definitions["tfrecord_image_field"] = schema_of_form(tfrecord_image_field_form());
  definitions["tfrecord_mask_field"] = schema_of_form(tfrecord_mask_field_form());
  definitions["npy_fields"] = fields_schema("npy");
  definitions["npy_boxes_field"] = schema_of_form(npy_boxes_field_form());
  definitions["npy_keypoints_field"] = schema_of_form(npy_keypoints_field_form());
  definitions["npy_image_field"] = schema_of_form(npy_image_field_form());
  definitions["npy_mask_field"] = schema_of_form(npy_mask_field_form());
}

void add_ops(Json& definitions) {
  definitions["ops"] = array_of(reference("op"), 0);
  definitions["child_ops"] = array_of(reference("op"), 1);
  definitions["weights"] = weights_schema();
  definitions["how_many"] = draw_schema(kHowManyRange, true);
  definitions["chain_count"] = draw_schema(kChainRange, true);
  definitions["channel_numbers"] = array_of(integer_schema(kChannelRange), 1);
  definitions["channel_numbers"]["uniqueItems"] = true;
  definitions["op"] = op_schema();
  for (const OpInfo& info : op_table()) definitions["op_" + info.name] = schema_of(info);
  for (const CompositionForm& composition : composition_forms()) {
    Json& schema = definitions["op_" + composition.name];
    schema = schema_of_form(composition.form);
    schema["description"] = composition.summary;
  }
}

}  // namespace

std::string pipeline_schema() {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "augshard pipeline"}};
  schema.update(schema_of_form(pipeline_form()));
  Json& definitions = schema["$defs"] = Json::object();
  add_texts(definitions);
  add_source_and_targets(definitions);
  add_splits_and_outputs(definitions);
  add_ops(definitions);
  return schema.dump(2) + "\n";
}

}  // namespace augshard
