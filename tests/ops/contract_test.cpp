// What every op of the table promises, found from the table itself: a new op is tested the moment it is listed.

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "op/bind.h"
#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;
using nlohmann::json;

namespace {

json first_example(const OpInfo& info) { return json::parse(info.examples.at(0)); }

std::vector<std::string> problems(const OpInfo& info, const json& object) {
  Diagnostics diagnostics;
  const auto op = bind_op(info, object, "/ops/0", common_keys(info.kind), diagnostics);
  CHECK(op.has_value() == diagnostics.empty());
  std::vector<std::string> found;
  for (const Diagnostic& d : diagnostics) found.push_back(d.code + " " + d.pointer);
  return found;
}

// The first example with one parameter changed.
std::vector<std::string> problems_with(const OpInfo& info, const std::string& name, const json& value) {
  json object = first_example(info);
  object[name] = value;
  return problems(info, object);
}

using Found = std::vector<std::string>;

enum class Value { number, text, boolean, labels, interval, name };

Value value_of(const OpInfo& info, const Param& param) {
  const auto params = info.make();
  const ParamTarget target = param.in(params.get());
  if (std::holds_alternative<bool*>(target)) return Value::boolean;
  if (std::holds_alternative<std::string*>(target)) return Value::text;
  if (std::holds_alternative<LabelMap*>(target) || std::holds_alternative<LabelWeights*>(target)) return Value::labels;
  if (std::holds_alternative<MaskName*>(target) || std::holds_alternative<BoxesName*>(target)) return Value::name;
  if (std::holds_alternative<Interval*>(target)) return Value::interval;
  return Value::number;
}

bool sentence(const std::string& text) {
  return text.size() > 10 && text.back() == '.' && text.find(". ") == std::string::npos;
}

struct Run {
  std::vector<std::byte> result;
  bool drew = false;
  Shape shape;
};

// The op on one image (or mask): what it made of it as bytes, and whether it drew anything.
Run run(const BoundOp& op, Image image, const std::string& record) {
  Draws draws = draws_of(record);
  Run made;
  if (const auto* regions = std::get_if<RegionsKernel>(&op.info->kernel)) {
    const Erasure erasure = (*regions)(op.params.get(), Scene{.size = image.size()}, draws);
    const auto* first = reinterpret_cast<const std::byte*>(erasure.rects.data());
    made.result.assign(first, first + erasure.rects.size() * sizeof(Rect));
    made.result.insert(made.result.end(), erasure.area.bytes().begin(), erasure.area.bytes().end());
  } else {
    if (const auto* pixels = std::get_if<PixelsKernel>(&op.info->kernel)) (*pixels)(op.params.get(), image, draws);
    if (const auto* labels = std::get_if<LabelsKernel>(&op.info->kernel)) (*labels)(op.params.get(), image, draws);
    made.result.assign(image.bytes().begin(), image.bytes().end());
  }
  made.drew = !draws.log().empty();
  made.shape = {image.size(), image.channels(), image.dtype()};
  return made;
}

/// Kinds whose kernel needs no more than one image or mask.
bool takes_one_image(const OpInfo& info) {
  return info.kind == OpKind::pixels || info.kind == OpKind::regions || info.kind == OpKind::labels;
}

std::vector<int> allowed_channels(const BoundOp& op) {
  std::vector<int> allowed;
  for (const int channels : op.info->kind == OpKind::labels ? std::vector{1} : std::vector{1, 3, 5}) {
    const auto counts = channels_of(op);
    if (counts.empty() || std::find(counts.begin(), counts.end(), channels) != counts.end())
      allowed.push_back(channels);
  }
  return allowed;
}

template <class Visit>
void for_all_inputs(const OpInfo& info, Visit visit) {
  for (const std::string& example : info.examples) {
    const BoundOp op = bound(example);
    for (const DType dtype : info.types) {
      for (const int channels : allowed_channels(op)) visit(op, dtype, channels);
    }
  }
}

}  // namespace

TEST_CASE("names are unique, sorted and in snake_case") {
  const auto table = op_table();
  REQUIRE(table.size() >= 40);
  for (std::size_t i = 0; i < table.size(); ++i) {
    INFO(table[i].name);
    CHECK(std::regex_match(table[i].name, std::regex("^[a-z][a-z0-9_]*$")));
    if (i > 0) CHECK(table[i - 1].name < table[i].name);
    CHECK(find_op(table[i].name) == &table[i]);
    std::set<std::string> names;
    for (const Param& param : table[i].params) {
      CHECK(std::regex_match(param.name, std::regex("^[a-z][a-z0-9_]*$")));
      CHECK(names.insert(param.name).second);
      for (const std::string& common : common_keys(table[i].kind)) CHECK(param.name != common);
    }
  }
}

TEST_CASE("the words of a declaration are whole sentences") {
  for (const OpInfo& info : op_table()) {
    INFO(info.name);
    CHECK((sentence(info.summary) && std::isupper(info.summary[0]) != 0));
    for (const Param& param : info.params) {
      INFO(param.name);
      CHECK(sentence(param.doc));
    }
    for (const Rule& rule : info.rules) CHECK((!rule.sentence.empty() && rule.sentence.back() != '.'));
  }
}

TEST_CASE("every kind has its own kernel and every image type a meaning") {
  for (const OpInfo& info : op_table()) {
    INFO(info.name);
    CHECK(info.kernel.index() == static_cast<std::size_t>(info.kind));
    CHECK_FALSE(info.types.empty());
    CHECK(info.make() != nullptr);
  }
}

TEST_CASE("numbers have a range that holds their default; choices hold theirs") {
  for (const OpInfo& info : op_table()) {
    for (const Param& param : info.params) {
      INFO(info.name, " ", param.name);
      CHECK(param.range.low <= param.range.high);
      if (value_of(info, param) == Value::text) CHECK_FALSE(param.choices.empty());
      if (param.required) continue;
      const json value = default_of(info, param);
      Diagnostics diagnostics;
      json object = first_example(info);
      object[param.name] = value;
      bind_op(info, object, "", common_keys(info.kind), diagnostics);
      for (const Diagnostic& d : diagnostics) CHECK(d.code == "rule");
    }
  }
}

TEST_CASE("the defaults themselves keep the op's rules") {
  for (const OpInfo& info : op_table()) {
    INFO(info.name);
    if (info.kind == OpKind::geometry) continue;  // pad_if_needed needs one of several
    if (std::any_of(info.params.begin(), info.params.end(), [](const Param& p) { return p.required; })) continue;
    CHECK(problems(info, json{{"op", info.name}}).empty());
  }
}

TEST_CASE("there are examples, each of this op, and each binds") {
  for (const OpInfo& info : op_table()) {
    INFO(info.name);
    CHECK_FALSE(info.examples.empty());
    for (const std::string& example : info.examples) {
      const json object = json::parse(example);
      CHECK(object.at("op") == info.name);
      CHECK(problems(info, object).empty());
    }
  }
}

TEST_CASE("a value outside the range is one error at its place") {
  for (const OpInfo& info : op_table()) {
    for (const Param& param : info.params) {
      INFO(info.name, " ", param.name);
      const Value value = value_of(info, param);
      const std::string place = "/ops/0/" + param.name;
      const auto outside = [&](double number) {
        const json wrong = value == Value::labels     ? json{{"1", number}}
                           : value == Value::interval ? json::array({number, number})
                                                      : json(number);
        return problems_with(info, param.name, wrong);
      };
      const Found expected = value == Value::labels     ? Found{"range " + place + "/1"}
                             : value == Value::interval ? Found{"range " + place + "/0", "range " + place + "/1"}
                                                        : Found{"range " + place};
      if (value == Value::text || value == Value::boolean || value == Value::name) continue;
      if (std::isfinite(param.range.low)) CHECK(outside(param.range.low - 1) == expected);
      if (std::isfinite(param.range.high)) CHECK(outside(param.range.high + 1) == expected);
    }
  }
}

TEST_CASE("a value of the wrong type, a wrong choice and an unknown key are one error each") {
  for (const OpInfo& info : op_table()) {
    INFO(info.name);
    CHECK(problems_with(info, "no_such_parameter", 1) == Found{"unknown-parameter /ops/0/no_such_parameter"});
    for (const Param& param : info.params) {
      INFO(param.name);
      const std::string place = "/ops/0/" + param.name;
      const bool name = value_of(info, param) == Value::name;
      const bool text = value_of(info, param) == Value::text || !param.choices.empty();
      CHECK(problems_with(info, param.name, text || name ? json(7) : json("seven")) == Found{"type " + place});
      if (text) CHECK(problems_with(info, param.name, "no_such_choice") == Found{"choice " + place});
      if (!param.required) continue;
      json object = first_example(info);
      object.erase(param.name);
      CHECK(problems(info, object) == Found{"missing-parameter /ops/0"});
    }
  }
}

TEST_CASE("the first example takes 8- and 16-bit RGB images") {
  for (const OpInfo& info : op_table()) {
    if (info.kind == OpKind::labels || info.kind == OpKind::boxes) continue;
    INFO(info.name);
    const auto channels = channels_of(bound(info.examples[0]));
    CHECK((channels.empty() || std::find(channels.begin(), channels.end(), 3) != channels.end()));
    for (const DType dtype : {DType::uint8, DType::uint16}) {
      CHECK(std::find(info.types.begin(), info.types.end(), dtype) != info.types.end());
    }
  }
}

TEST_CASE("same draws, same result; what is drawn varies over records") {
  for (const OpInfo& info : op_table()) {
    if (!takes_one_image(info)) continue;
    INFO(info.name);
    const BoundOp op = bound(info.examples[0]);
    const Image image = pattern({192, 200}, info.kind == OpKind::labels ? 1 : 3, DType::uint8);
    const Run first = run(op, image.clone(), "a");
    CHECK(run(op, image.clone(), "a").result == first.result);
    bool varies = false;
    for (const char* record : {"b", "c", "d", "e", "f", "g", "h"}) {
      varies = varies || run(op, image.clone(), record).result != first.result;
    }
    CHECK(varies == first.drew);
  }
}

TEST_CASE("every example does something to every type and channel count that the op takes, and shape() tells it") {
  for (const OpInfo& info : op_table()) {
    if (!takes_one_image(info) || info.kind == OpKind::regions) continue;
    INFO(info.name);
    bool changed = false;
    for_all_inputs(info, [&](const BoundOp& op, DType dtype, int channels) {
      const Image image = pattern({24, 31}, channels, dtype);
      const Shape in{image.size(), channels, dtype};
      const Run made = run(op, image.clone(), "a");
      CHECK(op.info->shape(op.params.get(), in) == made.shape);
      CHECK(made.shape.size == image.size());
      changed = changed || !std::ranges::equal(made.result, image.bytes());
    });
    CHECK(changed);
  }
}

TEST_CASE("images of one pixel, one row and one column are fine") {
  for (const OpInfo& info : op_table()) {
    if (!takes_one_image(info)) continue;
    INFO(info.name);
    for_all_inputs(info, [&](const BoundOp& op, DType dtype, int channels) {
      for (const Size size : {Size{1, 1}, Size{1, 7}, Size{7, 1}, Size{2, 2}}) {
        const Run made = run(op, pattern(size, channels, dtype), "a");
        if (info.kind != OpKind::regions) CHECK(made.shape == op.info->shape(op.params.get(), {size, channels, dtype}));
      }
    });
  }
}

TEST_CASE("erased rectangles have an area and lie in the frame") {
  for (const OpInfo& info : op_table()) {
    if (info.kind != OpKind::regions) continue;
    INFO(info.name);
    const BoundOp op = bound(info.examples[0]);
    for (int record = 0; record < 20; ++record) {
      Draws draws = draws_of(std::to_string(record));
      const Erasure erasure = std::get<RegionsKernel>(info.kernel)(op.params.get(), Scene{.size = {192, 200}}, draws);
      for (const Rect& r : erasure.rects) {
        CHECK((r.width > 0 && r.height > 0 && r.x < 200 && r.y < 192 && r.x + r.width > 0 && r.y + r.height > 0));
      }
    }
  }
}

TEST_CASE("a mix has partners, and layers of them that lie on the canvas that shape() tells") {
  for (const OpInfo& info : op_table()) {
    if (info.kind != OpKind::mix) continue;
    INFO(info.name);
    for (const std::string& example : info.examples) {
      const BoundOp op = bound(example);
      const auto& kernel = std::get<MixKernel>(info.kernel);
      const int partners = kernel.partners(op.params.get());
      CHECK(partners >= 1);
      const Size size{48, 56};
      const std::vector<Scene> scenes(static_cast<std::size_t>(partners) + 1, Scene{.size = size});
      for (int record = 0; record < 20; ++record) {
        Draws draws = draws_of(std::to_string(record));
        const auto mix = kernel.mix(op.params.get(), scenes, draws);
        REQUIRE(mix);
        CHECK(info.shape(op.params.get(), {size, 3, DType::uint8}) == Shape{mix->canvas, 3, DType::uint8});
        REQUIRE_FALSE(mix->layers.empty());
        CHECK(mix->layers[0].sample == 0);
        CHECK(mix->layers[0].share == 1);
        for (const Layer& layer : mix->layers) {
          CHECK(layer.sample < scenes.size());
          CHECK((layer.share >= 0 && layer.share <= 1));
          CHECK((layer.cover.empty() || layer.cover.size() == scenes[layer.sample].size));
        }
        if (mix->labels == Mix::Labels::stack) {
          CHECK(mix->layers.size() == 2);
          CHECK(info.mask_shape(op.params.get(), {size, 1, DType::uint8}).channels == 2);
        }
      }
    }
  }
}
