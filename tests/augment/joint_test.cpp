// Joint exactness, over every geometry op of the table and random chains of them: whatever moves the image moves the
// masks, boxes and keypoints by the same map.
#include <doctest/doctest.h>

#include <set>

#include "geometry/pictures.h"
#include "nodes.h"

using namespace augshard;

namespace {

/// All ops alone, then random chains of three to six.
std::vector<OpList> op_lists() {
  const auto ops = geometry_ops();
  std::vector<OpList> lists;
  for (const OpInfo* info : ops) lists.push_back({node_of(info->examples.front())});
  RandomStream random(5, "chains", 0, "");
  for (int i = 0; i < 60; ++i) {
    OpList list;
    const std::size_t length = 3 + random.bits() % 4;
    while (list.size() < length) list.push_back(node_of(ops[random.bits() % ops.size()]->examples.front()));
    number(list);
    lists.push_back(std::move(list));
  }
  return lists;
}

Image labels(Size size, DType dtype) {
  Image image(size, 1, dtype);
  visit_dtype(dtype, [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < size.height; ++y) {
      for (int x = 0; x < size.width; ++x)
        image.row<T>(y)[x] = static_cast<T>((x / 5 + 3 * (y / 7)) % 11 + (x == y ? 40 : 0));
    }
  });
  return image;
}

MaskTarget mask_target() {
  MaskTarget target;
  target.name = "mask";
  target.ignore = 255;
  target.fill = 255;
  return target;
}

}  // namespace

TEST_CASE("a label image as image, nearest, and as mask comes out equal; no id is invented") {
  const Size size{197, 221};
  for (const DType dtype : {DType::uint8, DType::uint16}) {
    ImageTarget image_target;
    image_target.interpolation = Interpolation::nearest;
    image_target.border = Border::constant;
    image_target.fill = {255 / range_of(dtype)};
    const std::vector<MaskTarget> masks{mask_target()};
    Sample sample;
    sample.image = labels(size, dtype);
    sample.masks.push_back(labels(size, dtype));
    std::set<int> known{255};
    visit_dtype(dtype, [&](auto zero) {
      for (const auto v : sample.masks[0].values<decltype(zero)>()) known.insert(static_cast<int>(v));
    });
    for (OpList& list : op_lists()) {
      // The new area of pads and letterboxes is 0 in an image: here it must be the mask's fill.
      for (OpNode& node : list) node.sampling.fill = std::vector<double>{255 / range_of(dtype)};
      INFO(names_of(list));
      const auto result = augment(sample, list, {image_target, masks}, CopyKey{3, "r", 1});
      if (!result) continue;  // a crop that does not fit what came before it
      const auto image = result->sample.image.bytes();
      const auto mask = result->sample.masks[0].bytes();
      REQUIRE(image.size() == mask.size());
      CHECK(std::equal(image.begin(), image.end(), mask.begin()));
      visit_dtype(dtype, [&](auto zero) {
        for (const auto v : result->sample.masks[0].values<decltype(zero)>()) {
          if (!known.contains(static_cast<int>(v))) FAIL_CHECK("invented id " << static_cast<int>(v));
        }
      });
    }
  }
}

TEST_CASE("left and right classes swap when the copy is mirrored") {
  const Size size{4, 6};
  const ImageTarget image;
  MaskTarget target = mask_target();
  target.flip_label_swap = {{1, 2}};
  const std::vector<MaskTarget> masks{target};
  Sample sample;
  sample.image = pictures::noise(size, 3, DType::uint8, 1);
  sample.masks.emplace_back(size, 1, DType::uint8);
  for (int i = 0; i < 24; ++i) sample.masks[0].values<std::uint8_t>()[static_cast<std::size_t>(i)] = i % 6 < 3 ? 1 : 2;
  const auto flipped = augment(sample, {node_of("horizontal_flip", "")}, {image, masks}, CopyKey{1, "r", 1});
  REQUIRE(flipped);
  // Mirrored and swapped, a left half of 1 stays a left half of 1.
  CHECK(static_cast<int>(flipped->sample.masks[0].values<std::uint8_t>()[0]) == 1);
  CHECK(static_cast<int>(flipped->sample.masks[0].values<std::uint8_t>()[5]) == 2);
  const auto turned = augment(sample, {node_of("vertical_flip", "")}, {image, masks}, CopyKey{1, "r", 1});
  CHECK(static_cast<int>(turned->sample.masks[0].values<std::uint8_t>()[0]) == 1);
}

TEST_CASE("an op that names interpolation changes the image, never the mask") {
  const Size size{40, 40};
  const ImageTarget image;
  const std::vector<MaskTarget> masks{mask_target()};
  Sample sample;
  sample.image = labels(size, DType::uint8);
  sample.masks.push_back(labels(size, DType::uint8));
  OpNode rotate = node_of("rotate", R"("angle_deg": 20)");
  const auto plain = augment(sample, {rotate}, {image, masks}, CopyKey{1, "r", 1});
  rotate.sampling.interpolation = Interpolation::cubic;
  const auto cubic = augment(sample, {rotate}, {image, masks}, CopyKey{1, "r", 1});
  const auto same = [](const Image& a, const Image& b) {
    return std::equal(a.bytes().begin(), a.bytes().end(), b.bytes().begin());
  };
  CHECK_FALSE(same(plain->sample.image, cubic->sample.image));
  CHECK(same(plain->sample.masks[0], cubic->sample.masks[0]));
}
