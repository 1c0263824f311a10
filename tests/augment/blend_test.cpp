#include "augment/blend.h"

#include <algorithm>
#include <cmath>

#include "augment/apply_pixels.h"
#include "augment/nodes.h"

using namespace augshard;

namespace {

template <class T>
Image ramp(DType dtype, int channels, int step) {
  Image image({5, 7}, channels, dtype);
  int i = 0;
  for (T& value : image.values<T>()) value = static_cast<T>((i++ * step) % 251);
  return image;
}

ChosenOp chosen(const OpNode& node) { return {&node, node.path, {}, {}, {}, {}}; }

const CopyKey kKey{.seed = 1, .record = "r"};

}  // namespace

TEST_CASE("a blend is the weighted sum, rounded once") {
  const Image a = ramp<std::uint8_t>(DType::uint8, 3, 7);
  const Image b = ramp<std::uint8_t>(DType::uint8, 3, 11);
  const Image c = ramp<std::uint8_t>(DType::uint8, 3, 3);
  const Image mixed = blended({{&a, 0.5}, {&b, 0.2}, {&c, 0.3}});
  for (std::size_t i = 0; i < mixed.value_count(); ++i) {
    const double sum =
        0.5 * a.values<std::uint8_t>()[i] + 0.2 * b.values<std::uint8_t>()[i] + 0.3 * c.values<std::uint8_t>()[i];
    CHECK(std::fabs(mixed.values<std::uint8_t>()[i] - sum) <= 0.5 + 1e-4);
  }
}

TEST_CASE("a blend of equal images is that image") {
  const Image a = ramp<float>(DType::float32, 1, 5);
  const Image mixed = blended({{&a, 0.25}, {&a, 0.5}, {&a, 0.25}});
  CHECK(std::ranges::equal(mixed.bytes(), a.bytes()));
}

TEST_CASE("channels taken out and put back leave the image as it was") {
  Image image = ramp<std::uint16_t>(DType::uint16, 4, 13);
  const Image before = image.clone();
  const Image part = channels_of(image, {3, 1});
  CHECK(part.channels() == 2);
  CHECK(part.values<std::uint16_t>()[0] == image.values<std::uint16_t>()[3]);
  CHECK(part.values<std::uint16_t>()[3] == image.values<std::uint16_t>()[5]);
  put_channels(part, {3, 1}, image);
  CHECK(std::ranges::equal(image.bytes(), before.bytes()));
}

TEST_CASE("an op on some channels changes those as it would an image of them, and no others") {
  const OpNode invert = node_of("invert", "");
  ChosenOp op = chosen(invert);
  op.channels = {2, 0};
  Image image = ramp<std::uint8_t>(DType::uint8, 3, 7);
  const Image before = image.clone();
  std::vector<OpDraws> log;
  REQUIRE(apply_pixels(op, kKey, image, log));
  for (std::size_t i = 0; i < image.value_count(); ++i) {
    const int old = before.values<std::uint8_t>()[i];
    CHECK(image.values<std::uint8_t>()[i] == (i % 3 == 1 ? old : 255 - old));
  }
}

TEST_CASE("a channel that the image does not have rejects the record") {
  const OpNode invert = node_of("invert", "");
  ChosenOp op = chosen(invert);
  op.channels = {3};
  Image image = ramp<std::uint8_t>(DType::uint8, 3, 7);
  std::vector<OpDraws> log;
  const auto applied = apply_pixels(op, kKey, image, log);
  REQUIRE_FALSE(applied);
  CHECK(applied.error().code == "unsupported");
}

TEST_CASE("chains are mixed by their shares with the image as it was") {
  const OpNode invert = node_of("invert", "");
  OpNode node;
  node.content = Composition{};
  ChosenOp blend = chosen(node);
  blend.chains.push_back({0.5, {}});
  blend.chains.back().ops.push_back(chosen(invert));
  blend.chains.push_back({0.25, {}});
  blend.chains.back().ops.push_back(chosen(invert));
  blend.chains.back().ops.push_back(chosen(invert));
  Image image = ramp<std::uint8_t>(DType::uint8, 3, 7);
  const Image before = image.clone();
  std::vector<OpDraws> log;
  REQUIRE(apply_pixels(blend, kKey, image, log));
  for (std::size_t i = 0; i < image.value_count(); ++i) {
    const int old = before.values<std::uint8_t>()[i];
    CHECK(std::fabs(image.values<std::uint8_t>()[i] - (0.5 * old + 0.5 * (255 - old))) <= 0.5 + 1e-4);
  }
}

TEST_CASE("an op in a chain must leave the type as it is") {
  const OpNode normalize = node_of("normalize", "");
  OpNode node;
  node.content = Composition{};
  ChosenOp blend = chosen(node);
  blend.chains.push_back({0.5, {}});
  blend.chains.back().ops.push_back(chosen(normalize));
  Image image = ramp<std::uint8_t>(DType::uint8, 3, 7);
  std::vector<OpDraws> log;
  const auto applied = apply_pixels(blend, kKey, image, log);
  REQUIRE_FALSE(applied);
  CHECK(applied.error().code == "unsupported");
}
