#include "op/bind.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace augshard;
using nlohmann::json;

namespace {

struct Everything {
  bool flag = true;
  int count = 3;
  double factor = 0.5;
  std::string canvas = "keep";
  Draw angle = Draw::uniform(-45, 45);
  IntDraw times{Draw::uniform(0, 3)};
  std::optional<int> limit;
  std::optional<double> mask_fill;
  std::optional<Draw> scale_y;
  std::vector<double> fill{0};
  std::optional<std::vector<double>> weights;
  LabelMap map{{7, 0}};
};

void leave(const Everything&, Image&, Draws&) {}

OpInfo everything() {
  return OpBuilder<Everything>("everything", "Has a parameter of each type.")
      .param("flag", &Everything::flag, "A flag.")
      .param("count", &Everything::count, Range{1, 9}, Unit::count, "A whole number.")
      .param("factor", &Everything::factor, Range{0, 1}, Unit::factor, "A number.")
      .param("canvas", &Everything::canvas, OneOf{{"keep", "expand"}}, "A choice.")
      .param("angle", &Everything::angle, Range{-180, 180}, Unit::degrees, "A draw.")
      .param("times", &Everything::times, Range{0, 3}, Unit::count, "A whole draw.")
      .param("limit", &Everything::limit, Range{0}, Unit::px, "An optional whole number.")
      .param("mask_fill", &Everything::mask_fill, Range{0, 255}, Unit::label, "An optional number.")
      .param("scale_y", &Everything::scale_y, Range{0.1, 10}, Unit::factor, "An optional draw.")
      .param("fill", &Everything::fill, Range{0, 1}, Unit::intensity, "Numbers.")
      .param("weights", &Everything::weights, Range{0, 1}, Unit::none, "Optional numbers.")
      .param("map", &Everything::map, Range{0, 255}, Unit::label, "Ids.")
      .rule([](const Everything& p) { return p.count != 8; }, "'count' is anything but 8")
      .example(R"({"op": "everything"})")
      .pixels(leave);
}

struct Parts {
  Draw scale = Draw::uniform(0.9, 1.1);
  std::optional<Draw> scale_y;
  Draw angle = Draw::uniform(-15, 15);
  double shift = 0.1;
  std::string center = "image";
};

OpInfo parts() {
  return OpBuilder<Parts>("parts", "Has components.")
      .param("scale", &Parts::scale, Range{0.01, 100}, Unit::factor, "A component.")
      .component(1)
      .param("scale_y", &Parts::scale_y, Range{0.01, 100}, Unit::factor, "An optional component.")
      .component(1)
      .param("angle", &Parts::angle, Range{-180, 180}, Unit::degrees, "A component.")
      .component(0)
      .param("shift", &Parts::shift, Range{-1, 1}, Unit::fraction, "A component.")
      .component(0)
      .param("center", &Parts::center, OneOf{{"image", "origin"}}, "No component.")
      .pixels([](const Parts&, Image&, Draws&) {});
}

struct Needy {
  int height = 0;
};

OpInfo needy() {
  return OpBuilder<Needy>("needy", "Needs a height.")
      .param("height", &Needy::height, Range{1}, Unit::px, "Height of the result.")
      .required()
      .pixels([](const Needy&, Image&, Draws&) {});
}

struct Bound {
  std::optional<BoundOp> op;
  Diagnostics diagnostics;
};

Bound bound_from(const OpInfo& info, const std::string& text) {
  Bound result;
  result.op = bind_op(info, json::parse(text), "/ops/0", common_keys(info.kind), result.diagnostics);
  return result;
}

template <class P>
const P& params_of(const Bound& bound) {
  REQUIRE(bound.op);
  return *static_cast<const P*>(bound.op->params.get());
}

/// The one problem of an `everything` whose named parameter has the given value.
std::string problem(const std::string& key, const std::string& value) {
  const OpInfo info = everything();
  const Bound bound = bound_from(info, R"({"op": "everything", ")" + key + "\": " + value + "}");
  CHECK_FALSE(bound.op);
  REQUIRE(bound.diagnostics.size() == 1);
  return format(bound.diagnostics[0]);
}

std::pair<double, double> bounds_of(const std::string& value) {
  Diagnostics diagnostics;
  const auto draw = read_draw(json::parse(value), "", Range{}, false, diagnostics);
  REQUIRE(draw);
  return draw->bounds();
}

}  // namespace

TEST_CASE("an op without parameters has its defaults") {
  const OpInfo info = everything();
  const Bound bound = bound_from(info, R"({"op": "everything", "p": 0.5})");
  const auto& p = params_of<Everything>(bound);
  CHECK(p.count == 3);
  CHECK(p.canvas == "keep");
  CHECK(bound.op->info == &info);
  CHECK(bound.diagnostics.empty());
}

TEST_CASE("every type of parameter is read") {
  const OpInfo info = everything();
  const Bound bound = bound_from(info, R"({
    "flag": false, "count": 4.0, "factor": 1, "canvas": "expand", "angle": [-5, 7.5], "times": {"choice": [1, 2], "weights": [1, 3]},
    "limit": 12, "mask_fill": 255, "scale_y": {"loguniform": [0.5, 2]}, "fill": 0.25, "weights": [0.5, 0.5], "map": {"3": 4, "-1": 0}})");
  const auto& p = params_of<Everything>(bound);
  CHECK_FALSE(p.flag);
  CHECK(p.count == 4);
  CHECK(p.factor == 1);
  CHECK(p.canvas == "expand");
  CHECK(p.angle.bounds() == std::pair{-5.0, 7.5});
  CHECK(std::get<Draw::Choice>(p.times.draw.distribution).weights == std::vector<double>{1, 3});
  CHECK(p.limit == 12);
  CHECK(p.mask_fill == 255);
  CHECK(std::holds_alternative<Draw::LogUniform>(p.scale_y->distribution));
  CHECK(p.fill == std::vector<double>{0.25});
  CHECK(p.weights == std::vector<double>{0.5, 0.5});
  CHECK(p.map == LabelMap{{-1, 0}, {3, 4}});
}

TEST_CASE("null unsets an optional parameter and nothing else") {
  const OpInfo info = everything();
  CHECK_FALSE(params_of<Everything>(bound_from(info, R"({"limit": null, "scale_y": null, "weights": null})")).limit);
  CHECK(problem("count", "null") == "error[type] at /ops/0/count: expected integer, got null\n  hint: default is 3");
}

TEST_CASE("forms of a draw") {
  CHECK(bounds_of("7") == std::pair{7.0, 7.0});
  CHECK(bounds_of("[1, 2]") == std::pair{1.0, 2.0});
  CHECK(bounds_of(R"({"choice": [3, 1]})") == std::pair{1.0, 3.0});
  CHECK(bounds_of(R"({"choice": [3, 1], "weights": []})") == std::pair{1.0, 3.0});
  CHECK(bounds_of(R"({"normal": [0, 0.5]})") == std::pair{-4.0, 4.0});
  CHECK(bounds_of(R"({"loguniform": [0.5, 2]})") == std::pair{0.5, 2.0});
}

TEST_CASE("a normal is cut at the range of its parameter") {
  const OpInfo info = everything();
  const auto bound = bound_from(info, R"({"angle": {"normal": [0, 100]}, "times": {"normal": [1, 5]}})");
  CHECK(params_of<Everything>(bound).angle.bounds() == std::pair{-180.0, 180.0});
  CHECK(params_of<Everything>(bound).times.draw.bounds() == std::pair{0.0, 3.0});
}

TEST_CASE("one problem each: code, pointer, message and hint") {
  CHECK(problem("flag", "1") ==
        "error[type] at /ops/0/flag: expected true or false, got number 1\n  hint: default is true");
  CHECK(problem("count", "10") == "error[range] at /ops/0/count: 10 is outside [1, 9]\n  hint: default is 3");
  CHECK(problem("count", "1.5") ==
        "error[type] at /ops/0/count: expected integer, got number 1.5\n  hint: default is 3");
  CHECK(problem("count", "8") == "error[rule] at /ops/0: op 'everything': 'count' is anything but 8");
  CHECK(problem("factor", "\"0.5\"") ==
        "error[type] at /ops/0/factor: expected number, got string \"0.5\"\n  hint: default is 0.5");
  CHECK(problem("limit", "-1") ==
        "error[range] at /ops/0/limit: -1 is outside [0, 2147483647]\n  hint: default is null");
  CHECK(problem("limit", "3000000000") ==
        "error[range] at /ops/0/limit: 3000000000 is outside [0, 2147483647]\n  hint: default is null");
  CHECK(problem("canvas", "\"expnd\"") ==
        "error[choice] at /ops/0/canvas: 'expnd' is not one of keep, expand\n  hint: did you mean 'expand'?");
  CHECK(problem("canvas", "2") ==
        "error[type] at /ops/0/canvas: expected one of keep, expand, got number 2\n  hint: default is \"keep\"");
  CHECK(problem("fill", "[0, 2]") == "error[range] at /ops/0/fill/1: 2 is outside [0, 1]\n  hint: default is [0]");
  CHECK(
      problem("fill", "[]") ==
      "error[type] at /ops/0/fill: expected a number or a list of numbers, got an empty array\n  hint: default is [0]");
  CHECK(
      problem("map", "[1]") ==
      "error[type] at /ops/0/map: expected an object such as {\"7\": 0}, got array [1]\n  hint: default is {\"7\":0}");
  CHECK(problem("map", R"({"a": 1})") ==
        "error[type] at /ops/0/map/a: 'a' is not a label id\n  hint: default is {\"7\":0}");
  CHECK(problem("map", R"({"1": 300})") ==
        "error[range] at /ops/0/map/1: 300 is outside [0, 255]\n  hint: default is {\"7\":0}");
}

TEST_CASE("problems of draws") {
  CHECK(problem("angle", "[-15, 200]") ==
        "error[range] at /ops/0/angle/1: 200 is outside [-180, 180]\n  hint: default is [-45,45]");
  CHECK(problem("angle", "[15, -15]") ==
        "error[order] at /ops/0/angle: the low end 15 is above the high end -15\n  hint: write [-15, 15]");
  CHECK(problem("times", "[0.5, 2]") ==
        "error[type] at /ops/0/times/0: expected integer, got number 0.5\n  hint: default is [0,3]");
  CHECK(problem("times", R"({"choice": [1, 4]})") ==
        "error[range] at /ops/0/times/choice/1: 4 is outside [0, 3]\n  hint: default is [0,3]");
  CHECK(problem("angle", R"({"choice": [1, 4], "weights": [1]})") ==
        "error[weights] at /ops/0/angle/weights: expected 2 weights, got 1\n  hint: give one weight a value");
  CHECK(problem("angle", R"({"choice": [1, 4], "weights": [0, 0]})") ==
        "error[weights] at /ops/0/angle/weights: the weights add up to 0.0\n  hint: one of them must be above 0");
  CHECK(problem("angle", R"({"normal": [200, 1]})") ==
        "error[range] at /ops/0/angle/normal/0: 200 is outside [-180, 180]\n  hint: default is [-45,45]");
  CHECK(problem("angle", R"({"loguniform": [0, 1]})") ==
        "error[range] at /ops/0/angle/loguniform/0: a loguniform range starts above 0, got 0\n  hint: default is "
        "[-45,45]");
  const std::string forms =
      R"(write 7, [lo, hi], {"choice": [...]}, {"normal": [mean, sd]} or {"loguniform": [lo, hi]})";
  CHECK(problem("angle", "[1, 2, 3]") ==
        "error[type] at /ops/0/angle: expected two numbers [lo, hi], got array [1,2,3]\n  hint: " + forms);
  CHECK(problem("angle", R"({"uniform": [0, 1]})") ==
        "error[type] at /ops/0/angle: expected a number or a range, got an object\n  hint: " + forms);
  CHECK(problem("angle", R"({"normal": [0, 1], "weights": [1]})") ==
        "error[unknown-parameter] at /ops/0/angle/weights: 'weights' does not go with 'normal'\n  hint: " + forms);
}

TEST_CASE("unknown and missing parameters") {
  CHECK(problem("cuont", "1") ==
        "error[unknown-parameter] at /ops/0/cuont: op 'everything' has no parameter 'cuont'\n  hint: did you mean "
        "'count'?");
  const OpInfo info = needy();
  CHECK(format(bound_from(info, "{}").diagnostics.at(0)) ==
        "error[missing-parameter] at /ops/0: op 'needy' needs 'height'\n  hint: Height of the result.");
  CHECK(format(bound_from(info, R"({"height": 1, "interpolation": "linear"})").diagnostics.at(0)) ==
        "error[unknown-parameter] at /ops/0/interpolation: op 'needy' has no parameter 'interpolation'\n"
        "  hint: its parameters: height");
}

TEST_CASE("all problems of an op are found at once; rules wait until the rest is good") {
  const OpInfo info = everything();
  const Bound bound = bound_from(info, R"({"count": 8, "factor": 2, "canvas": "x", "nothing": 1, "angle": [0, 1000]})");
  CHECK(bound.diagnostics.size() == 4);
  for (const Diagnostic& d : bound.diagnostics) CHECK(d.code != "rule");
}

TEST_CASE("naming one component makes the others neutral") {
  const OpInfo info = parts();
  const auto none = bound_from(info, R"({"center": "origin"})");
  CHECK(params_of<Parts>(none).scale.bounds() == std::pair{0.9, 1.1});
  CHECK(params_of<Parts>(none).shift == 0.1);

  const auto one = bound_from(info, R"({"scale_y": 2})");
  CHECK(params_of<Parts>(one).scale.bounds() == std::pair{1.0, 1.0});
  CHECK(params_of<Parts>(one).angle.bounds() == std::pair{0.0, 0.0});
  CHECK(params_of<Parts>(one).shift == 0);
  CHECK(params_of<Parts>(one).scale_y->bounds() == std::pair{2.0, 2.0});

  const auto other = bound_from(info, R"({"scale": [0.5, 2]})");
  CHECK_FALSE(params_of<Parts>(other).scale_y);
}

TEST_CASE("defaults are read from fresh parameters") {
  const OpInfo info = everything();
  json defaults = json::object();
  for (const Param& param : info.params) defaults[param.name] = default_of(info, param);
  CHECK(defaults ==
        json::parse(R"({"flag": true, "count": 3, "factor": 0.5, "canvas": "keep", "angle": [-45, 45], "times": [0, 3],
    "limit": null, "mask_fill": null, "scale_y": null, "fill": [0], "weights": null, "map": {"7": 0}})"));
}

TEST_CASE("a draw comes back as it was written") {
  for (const char* text :
       {"7", "[1,2.5]", R"({"choice":[1,2],"weights":[1,3]})", R"({"normal":[0,1]})", R"({"loguniform":[0.5,2]})"}) {
    Diagnostics diagnostics;
    CHECK(draw_json(*read_draw(json::parse(text), "", Range{}, false, diagnostics)).dump() == text);
  }
}
