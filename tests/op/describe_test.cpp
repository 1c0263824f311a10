#include "op/describe.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace augshard;
using Json = nlohmann::ordered_json;

namespace {

struct Turn {
  Draw angle = Draw::uniform(-45, 45);
  IntDraw times{Draw::constant(1)};
  std::string canvas = "keep";
  std::optional<double> mask_value;
  int width = 0;
};

OpInfo turn() {
  return OpBuilder<Turn>("turn", "Turns the image.")
      .param("angle", &Turn::angle, Range{-180, 180}, Unit::degrees, "Angle, counter-clockwise.")
      .param("times", &Turn::times, Range{0}, Unit::count, "How often.")
      .param("canvas", &Turn::canvas, OneOf{{"keep", "fit"}}, "Frame of a|b.")
      .param("mask_value", &Turn::mask_value, Range{0, 255}, Unit::label, "Id.")
      .param("width", &Turn::width, Range{1, 100}, Unit::px, "Width of the result.")
      .required()
      .rule([](const Turn& p) { return p.width != 7; }, "'width' is anything but 7")
      .example(R"({"op": "turn", "width": 3})")
      .also_known_as({"Turner"})
      .geometry([](const Turn&, const Scene& scene, Draws&) -> Expected<Step> {
        Step step;
        step.output = scene.size;
        return step;
      });
}

}  // namespace

TEST_CASE("one line of `augshard ops --json`") {
  CHECK(
      describe(turn()).dump() ==
      R"({"type":"op","name":"turn","kind":"geometry","summary":"Turns the image.","params":[)"
      R"({"name":"angle","type":"draw","default":[-45,45],"required":false,"minimum":-180,"maximum":180,"unit":"degrees","doc":"Angle, counter-clockwise."},)"
      R"({"name":"times","type":"integer_draw","default":1,"required":false,"minimum":0,"unit":"count","doc":"How often."},)"
      R"({"name":"canvas","type":"string","default":"keep","required":false,"choices":["keep","fit"],"unit":"none","doc":"Frame of a|b."},)"
      R"({"name":"mask_value","type":"number","default":null,"required":false,"nullable":true,"minimum":0,"maximum":255,"unit":"label","doc":"Id."},)"
      R"({"name":"width","type":"integer","required":true,"minimum":1,"maximum":100,"unit":"px","doc":"Width of the result."}],)"
      R"("examples":[{"op":"turn","width":3}]})");
}

TEST_CASE("the schema of an op: closed, with the common keys of its kind") {
  const Json schema = schema_of(turn());
  CHECK(schema["additionalProperties"] == false);
  CHECK(schema["required"] == Json::parse(R"(["op", "width"])"));
  CHECK(schema["properties"]["op"] == Json::parse(R"({"const": "turn"})"));
  std::string keys;
  for (const auto& [key, value] : schema["properties"].items()) keys += key + " ";
  CHECK(keys == "op p interpolation border fill mask_fill angle times canvas mask_value width ");
  CHECK(schema["properties"]["width"] ==
        Json::parse(R"({"type":"integer","minimum":1,"maximum":100,"description":"Width of the result. Unit: px."})"));
  CHECK(schema["properties"]["canvas"] ==
        Json::parse(R"({"enum":["keep","fit"],"default":"keep","description":"Frame of a|b."})"));
  CHECK(schema["properties"]["mask_value"]["anyOf"] ==
        Json::parse(R"([{"type":"number","minimum":0,"maximum":255},{"type":"null"}])"));
  CHECK(schema["properties"]["angle"]["anyOf"][1] ==
        Json::parse(R"({"type":"array","prefixItems":[{"type":"number","minimum":-180,"maximum":180},
          {"type":"number","minimum":-180,"maximum":180}],"minItems":2,"maxItems":2})"));
}

TEST_CASE("help for people") {
  CHECK(help_text(turn()) ==
        "turn (geometry): Turns the image.\n"
        "\n"
        "Parameters:\n"
        "  angle: number or range, [-180, 180] degrees; default [-45,45]\n"
        "      Angle, counter-clockwise.\n"
        "  times: whole number or range, 0 and more; default 1\n"
        "      How often.\n"
        "  canvas: keep, fit; default \"keep\"\n"
        "      Frame of a|b.\n"
        "  mask_value: number, [0, 255] label; default not set\n"
        "      Id.\n"
        "  width: whole number, [1, 100] px; required\n"
        "      Width of the result.\n"
        "\n"
        "Like every geometry op it also takes p, interpolation, border, fill, mask_fill.\n"
        "Rule: 'width' is anything but 7.\n"
        "\n"
        "Examples:\n"
        "  {\"op\": \"turn\", \"width\": 3}\n");
}

TEST_CASE("the section of the reference") {
  CHECK(reference_section(turn()) ==
        "### turn\n"
        "\n"
        "Turns the image.\n"
        "\n"
        "![turn](ops/turn.jpg)\n"
        "\n"
        "Kind: geometry. Image, masks, boxes and keypoints move by one map; masks keep their own interpolation and "
        "fill.\n"
        "\n"
        "| parameter | value | default | meaning |\n"
        "|---|---|---|---|\n"
        "| `angle` | number or range, [-180, 180] degrees | [-45,45] | Angle, counter-clockwise. |\n"
        "| `times` | whole number or range, 0 and more | 1 | How often. |\n"
        "| `canvas` | keep, fit | \"keep\" | Frame of a\\|b. |\n"
        "| `mask_value` | number, [0, 255] label | not set | Id. |\n"
        "| `width` | whole number, [1, 100] px | required | Width of the result. |\n"
        "\n"
        "Rule: 'width' is anything but 7.\n"
        "\n"
        "```json\n"
        "{\"op\": \"turn\", \"width\": 3}\n"
        "```\n"
        "\n"
        "Elsewhere: Turner.\n"
        "\n");
}

TEST_CASE("names of kinds and units") {
  CHECK(name_of(OpKind::regions) == "regions");
  CHECK(name_of(OpKind::labels) == "labels");
  CHECK(name_of(Unit::degrees) == "degrees");
  CHECK(name_of(Unit::none) == "none");
}
