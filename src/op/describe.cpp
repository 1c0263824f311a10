#include "op/describe.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "op/bind.h"
#include "op/json_schema.h"
#include "op/values.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

/// What a parameter's member says of its JSON value.
struct ValueType {
  std::string name;   ///< in `augshard ops --json`
  std::string words;  ///< for people
  Json schema;
  bool nullable = false;
};

struct TypeReader {
  const Param& param;

  ValueType operator()(const bool*) const { return {"boolean", "true or false", {{"type", "boolean"}}}; }
  ValueType operator()(const int*) const {
    const Range range{std::max(param.range.low, static_cast<double>(std::numeric_limits<int>::min())),
                      std::min(param.range.high, static_cast<double>(std::numeric_limits<int>::max()))};
    return {"integer", "whole number", integer_schema(range)};
  }
  ValueType operator()(const double*) const { return {"number", "number", number_schema(param.range)}; }
  ValueType operator()(const std::string*) const {
    return {"string", param.choices.empty() ? "text" : joined(param.choices), choice_schema(param.choices)};
  }
  ValueType operator()(const Draw*) const { return {"draw", "number or range", draw_schema(param.range, false)}; }
  ValueType operator()(const IntDraw*) const {
    return {"integer_draw", "whole number or range", draw_schema(param.range, true)};
  }
  ValueType operator()(const std::vector<double>*) const {
    return {"numbers", "number or list of numbers", numbers_schema(param.range)};
  }
  ValueType operator()(const LabelMap*) const {
    return {"label_map",
            "ids by id",
            {{"type", "object"},
             {"propertyNames", {{"pattern", "^-?[0-9]+$"}}},
             {"additionalProperties", integer_schema(param.range)}}};
  }
  ValueType operator()(const LabelWeights*) const {
    return {"label_weights", "numbers by id",
            nullable({{"type", "object"},
                      {"propertyNames", {{"pattern", "^-?[0-9]+$"}}},
                      {"additionalProperties", number_schema(param.range)}}),
            true};
  }
  ValueType operator()(const MaskName*) const {
    return {"mask_name", "name of a mask", nullable({{"type", "string"}}), true};
  }
  ValueType operator()(const BoxesName*) const {
    return {"boxes_name", "name of a boxes target", nullable({{"type", "string"}}), true};
  }
  ValueType operator()(const Interval*) const {
    const Json pair{{"type", "array"}, {"items", number_schema(param.range)}, {"minItems", 2}, {"maxItems", 2}};
    if (param.choices.empty()) return {"interval", "two numbers [low, high]", pair};
    return {"interval",
            "two numbers [low, high], or " + joined(param.choices),
            {{"anyOf", Json::array({choice_schema(param.choices), pair})}}};
  }
  template <class T>
  ValueType operator()(const std::optional<T>*) const {
    ValueType type = (*this)(static_cast<const T*>(nullptr));
    type.schema = nullable(std::move(type.schema));
    type.nullable = true;
    return type;
  }
};

ValueType type_of(const OpInfo& info, const Param& param) {
  const std::shared_ptr<void> params = info.make();
  return std::visit([&](const auto* value) { return TypeReader{param}(value); }, param.in(params.get()));
}

Json describe_param(const OpInfo& info, const Param& param) {
  const ValueType type = type_of(info, param);
  Json text{{"name", param.name}, {"type", type.name}};
  if (!param.required) text["default"] = default_of(info, param);
  text["required"] = param.required;
  if (type.nullable) text["nullable"] = true;
  if (std::isfinite(param.range.low)) text["minimum"] = number_json(param.range.low);
  if (std::isfinite(param.range.high)) text["maximum"] = number_json(param.range.high);
  if (!param.choices.empty()) text["choices"] = param.choices;
  text["unit"] = name_of(param.unit);
  text["doc"] = param.doc;
  return text;
}

Json common_schema(const std::string& key) {
  if (key == "p") {
    Json schema = number_schema({0, 1});
    schema["default"] = 1;
    schema["description"] = "Probability that the op is applied to a copy.";
    return schema;
  }
  Json schema = key == "interpolation" ? nullable(choice_schema(interpolation_names()))
                : key == "border"      ? nullable(choice_schema(border_names()))
                : key == "fill"        ? nullable(numbers_schema({0, 1}))
                                       : nullable(number_schema({0, 2147483647}));
  schema["description"] = key == "interpolation" ? "Sampling of the image; default: the target's."
                          : key == "border"      ? "What stands outside the source; default: the target's."
                          : key == "fill" ? "Value outside the source, a fraction of the range; default: the target's."
                                          : "Label outside the source; default: the mask's own fill.";
  return schema;
}

std::string with_unit(const Param& param) {
  const bool plain = param.unit == Unit::none || param.unit == Unit::count;
  return plain ? param.doc : param.doc + " Unit: " + std::string(name_of(param.unit)) + ".";
}

// "number or range, [-180, 180] degrees"
std::string words_of(const OpInfo& info, const Param& param) {
  std::string words = type_of(info, param).words;
  const std::string range = text_of(param.range);
  if (!range.empty()) words += ", " + range;
  if (param.unit != Unit::none && param.unit != Unit::count) words += " " + std::string(name_of(param.unit));
  return words;
}

std::string default_words(const OpInfo& info, const Param& param) {
  if (param.required) return "required";
  const nlohmann::json value = default_of(info, param);
  return value.is_null() ? "not set" : value.dump();
}

std::string common_words(OpKind kind) {
  std::vector<std::string> keys = common_keys(kind);
  keys.erase(keys.begin());
  return joined(keys);
}

std::string effect_on_targets(const OpInfo& info) {
  switch (info.kind) {
    case OpKind::geometry:
      return "Image, masks, boxes and keypoints move by one map; masks keep their own interpolation and fill.";
    case OpKind::pixels: return "The image alone changes.";
    case OpKind::regions:
      return "The image is erased there; masks too where `mask_fill` is set; boxes and keypoints stay.";
    case OpKind::labels: return "Masks change, the image, boxes and keypoints stay.";
    case OpKind::boxes: return "A boxes target is filled; the image and label masks stay.";
    case OpKind::mix: return "Image, masks, boxes and keypoints of other records come into all targets.";
    case OpKind::policy:
      return "It stands for other ops: their geometry moves all targets, the rest changes the image alone.";
  }
  return "";
}

// A "|" would end the cell of a table.
std::string in_cell(const std::string& text) {
  std::string cell;
  for (const char c : text) cell += c == '|' ? std::string("\\|") : std::string(1, c);
  return cell;
}

}  // namespace

Json describe(const OpInfo& info) {
  Json params = Json::array();
  for (const Param& param : info.params) params.push_back(describe_param(info, param));
  Json examples = Json::array();
  for (const std::string& example : info.examples) examples.push_back(Json::parse(example));
  return {{"type", "op"},
          {"name", info.name},
          {"kind", name_of(info.kind)},
          {"summary", info.summary},
          {"params", std::move(params)},
          {"examples", std::move(examples)}};
}

Json schema_of(const OpInfo& info) {
  Json properties{{"op", {{"const", info.name}}}};
  Json required = Json::array({"op"});
  for (const std::string& key : common_keys(info.kind)) {
    if (key != "op") properties[key] = common_schema(key);
  }
  for (const Param& param : info.params) {
    Json schema = type_of(info, param).schema;
    if (!param.required) schema["default"] = default_of(info, param);
    schema["description"] = with_unit(param);
    properties[param.name] = std::move(schema);
    if (param.required) required.push_back(param.name);
  }
  Json examples = Json::array();
  for (const std::string& example : info.examples) examples.push_back(Json::parse(example));
  return {{"description", info.summary},         {"type", "object"},
          {"properties", std::move(properties)}, {"required", std::move(required)},
          {"additionalProperties", false},       {"examples", std::move(examples)}};
}

std::string help_text(const OpInfo& info) {
  std::string text = info.name + " (" + std::string(name_of(info.kind)) + "): " + info.summary + "\n";
  if (!info.params.empty()) text += "\nParameters:\n";
  for (const Param& param : info.params) {
    text += "  " + param.name + ": " + words_of(info, param) + "; " +
            (param.required ? "required" : "default " + default_words(info, param)) + "\n      " + param.doc + "\n";
  }
  text += "\nLike every " + std::string(name_of(info.kind)) + " op it also takes " + common_words(info.kind) + ".\n";
  for (const Rule& rule : info.rules) text += "Rule: " + rule.sentence + ".\n";
  if (!info.examples.empty()) text += "\nExamples:\n";
  for (const std::string& example : info.examples) text += "  " + example + "\n";
  return text;
}

std::string reference_section(const OpInfo& info) {
  std::string text = "### " + info.name + "\n\n" + info.summary + "\n\n";
  text += "![" + info.name + "](ops/" + info.name + ".jpg)\n\n";
  text += "Kind: " + std::string(name_of(info.kind)) + ". " + effect_on_targets(info) + "\n\n";
  if (!info.params.empty()) text += "| parameter | value | default | meaning |\n|---|---|---|---|\n";
  for (const Param& param : info.params) {
    text += "| `" + param.name + "` | " + in_cell(words_of(info, param)) + " | " + in_cell(default_words(info, param)) +
            " | " + in_cell(param.doc) + " |\n";
  }
  if (!info.params.empty()) text += "\n";
  for (const Rule& rule : info.rules) text += "Rule: " + rule.sentence + ".\n\n";
  if (!info.examples.empty()) text += "```json\n";
  for (const std::string& example : info.examples) text += example + "\n";
  if (!info.examples.empty()) text += "```\n\n";
  if (!info.other_names.empty()) text += "Elsewhere: " + joined(info.other_names) + ".\n\n";
  return text;
}

}  // namespace augshard
