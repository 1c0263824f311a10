#include "spec/schema.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "op/bind.h"
#include "op/table.h"
#include "spec/forms.h"

using namespace augshard;
using nlohmann::json;

namespace {

void collect_references(const json& value, std::set<std::string>& references) {
  if (value.is_object() && value.contains("$ref")) references.insert(value["$ref"].get<std::string>());
  if (value.is_structured()) {
    for (const auto& [key, child] : value.items()) collect_references(child, references);
  }
}

json schema() { return json::parse(pipeline_schema()); }

}  // namespace

TEST_CASE("every reference of the schema has its definition, and every definition is used") {
  const json document = schema();
  std::set<std::string> references;
  collect_references(document, references);
  std::set<std::string> definitions;
  for (const auto& [name, value] : document["$defs"].items()) definitions.insert("#/$defs/" + name);
  CHECK(references == definitions);
}

TEST_CASE("the schema holds every op and composition") {
  const json document = schema();
  const json& names = document["$defs"]["op"]["else"]["properties"]["op"]["enum"];
  CHECK(names.size() == op_table().size() + composition_forms().size());
  for (const OpInfo& info : op_table()) {
    CHECK(document["$defs"].contains("op_" + info.name));
    CHECK(std::find(names.begin(), names.end(), info.name) != names.end());
  }
  const json& plain = document["$defs"]["op"]["then"]["enum"];
  CHECK(std::find(plain.begin(), plain.end(), "transpose") != plain.end());
  CHECK(std::find(plain.begin(), plain.end(), "random_crop") == plain.end());
}

TEST_CASE("no op has a parameter of the name of a common key of its kind") {
  for (const OpInfo& info : op_table()) {
    for (const Param& param : info.params) {
      const auto& common = common_keys(info.kind);
      CAPTURE(info.name);
      CHECK(std::find(common.begin(), common.end(), param.name) == common.end());
    }
  }
}

TEST_CASE("the schema holds every key of the file, and no others") {
  const json document = schema();
  CHECK(document["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  CHECK(document["additionalProperties"] == false);
  CHECK(document["properties"].size() == pipeline_form().size());
  CHECK(document["required"] == json::parse(R"(["augshard", "name", "source", "outputs"])"));
  CHECK(document["$defs"]["mask_target"]["properties"].size() == mask_target_form().size());
  CHECK(document["$defs"]["output_npy"]["properties"]["type"]["const"] == "npy");
  CHECK(document["$defs"]["split"]["properties"]["copies"] ==
        json::parse(R"({"type": "integer", "minimum": 1, "maximum": 1000000, "default": 1,
          "description": "Augmented copies of each record, numbered from 1."})"));
}

TEST_CASE("the text ends with a newline and is the same each time") {
  CHECK(pipeline_schema() == pipeline_schema());
  CHECK(pipeline_schema().ends_with("}\n"));
}
