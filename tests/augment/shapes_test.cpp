#include "augment/shapes.h"

#include <doctest/doctest.h>

#include "nodes.h"

using namespace augshard;

namespace {

OpNode perhaps(const std::string& json, double p) {
  OpNode node = node_of(json);
  node.p = p;
  return node;
}

OpNode either_of(std::vector<OpNode> ops) {
  Composition composition;
  composition.kind = Composition::Kind::one_of;
  composition.ops = std::move(ops);
  OpNode node;
  node.content = std::move(composition);
  return node;
}

Shape after(const OpList& ops, const Shape& in) {
  Diagnostics diagnostics;
  return infer_shapes(ops, {in, {}}, {}, diagnostics).image;
}

const Shape kPhoto{Size{300, 400}, 3, DType::uint8};
const std::string kResize = R"({"op": "resize", "height": 64, "width": 96})";

}  // namespace

TEST_CASE("sizes are followed through ops") {
  CHECK(after({node_of(kResize)}, kPhoto).size == Size{64, 96});
  CHECK(after({node_of(kResize), node_of(R"({"op": "transpose"})")}, kPhoto).size == Size{96, 64});
  CHECK_FALSE(after({node_of(R"({"op": "random_scale"})")}, kPhoto).size);
  CHECK(after({node_of(R"({"op": "random_scale"})"), node_of(kResize)}, {}).size == Size{64, 96});
}

TEST_CASE("an op that may be left out leaves only what holds either way") {
  CHECK_FALSE(after({perhaps(kResize, 0.5)}, kPhoto).size);
  CHECK(after({perhaps(kResize, 0.5)}, {Size{64, 96}, 3, DType::uint8}).size == Size{64, 96});
  CHECK(after({perhaps(kResize, 0)}, kPhoto).size == Size{300, 400});
}

TEST_CASE("one_of with equal results has that result") {
  const OpNode crop = node_of(R"({"op": "random_crop", "height": 64, "width": 96})");
  CHECK(after({either_of({node_of(kResize), crop})}, kPhoto).size == Size{64, 96});
  CHECK_FALSE(after({either_of({node_of(kResize), node_of(R"({"op": "horizontal_flip"})")})}, kPhoto).size);
}

TEST_CASE("an op without meaning for the images is an error at its place") {
  Diagnostics diagnostics;
  OpNode flip = node_of("horizontal_flip", "");
  flip.pointer = "/ops/0";
  infer_shapes({flip}, {{Size{4, 4}, 3, DType::int32}, {}}, {}, diagnostics);
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].code == "unsupported");
  CHECK(diagnostics[0].pointer == "/ops/0");
  CHECK(diagnostics[0].message == "op 'horizontal_flip' has no meaning for int32 images");
}

TEST_CASE("a mosaic makes its canvas; stacked masks have two channels where all are stacked") {
  CHECK(after({node_of(R"({"op": "mosaic"})")}, kPhoto).size == Size{600, 800});
  MaskTarget label;
  label.name = "mask";
  MaskTarget heat;
  heat.kind = MaskKind::heatmap;
  const auto channels_after = [&](double p) {
    Diagnostics diagnostics;
    const SampleShape in{kPhoto, {{std::nullopt, 1, DType::uint8}, {std::nullopt, 1, DType::uint8}}};
    const auto out = infer_shapes({perhaps(R"({"op": "mixup", "mask": "stack"})", p)}, in, {label, heat}, diagnostics);
    CHECK(diagnostics.empty());
    CHECK(out.masks[1].channels == 1);
    return out.masks[0].channels;
  };
  CHECK(channels_after(1) == 2);
  CHECK_FALSE(channels_after(0.5));
}

TEST_CASE("records that differ in size, channels or type are known before the run not to mix") {
  const auto problems = [](const std::string& op, const Shape& in, std::optional<int> mask_channels = 1) {
    MaskTarget target;
    target.name = "mask";
    Diagnostics diagnostics;
    infer_shapes({node_of(op)}, {in, {{std::nullopt, mask_channels, DType::uint8}}}, {target}, diagnostics);
    return diagnostics.size();
  };
  const Shape any_size{std::nullopt, 3, DType::uint8};
  for (const char* op : {R"({"op": "mixup"})", R"({"op": "cutmix"})"}) {
    CHECK(problems(op, kPhoto) == 0);
    CHECK(problems(op, any_size) == 1);
  }
  for (const char* op : {R"({"op": "mosaic"})", R"({"op": "copy_paste"})"}) {
    CHECK(problems(op, any_size) == 0);
    CHECK(problems(op, {kPhoto.size, std::nullopt, DType::uint8}) == 1);
    CHECK(problems(op, kPhoto, 2) == 0);
    CHECK(problems(op, kPhoto, std::nullopt) == 1);
  }
  CHECK(problems(R"({"op": "mixup", "mask": "stack"})", kPhoto, 2) == 1);
}
