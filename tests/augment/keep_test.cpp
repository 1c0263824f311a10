// What is left out of a finished copy, and that boxes, keypoints and instance masks stay in step.
#include "augment/keep.h"

#include <doctest/doctest.h>

#include "geometry/pictures.h"
#include "nodes.h"
#include "samples.h"

using namespace augshard;

namespace {

/// Three boxes in a row, each with its pixels in an instance mask and a keypoint at its centre.
Sample three_things() {
  const Size size{40, 120};
  Sample sample;
  sample.image = pictures::noise(size, 3, DType::uint8, 1);
  sample.masks.emplace_back(size, 1, DType::uint8);
  sample.objects.emplace_back();
  sample.keypoints.emplace_back();
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const bool inside = x % 40 >= 10 && x % 40 < 30 && y >= 10 && y < 30;
      sample.masks[0].row<std::uint8_t>(y)[x] = static_cast<std::uint8_t>(inside ? 1 + x / 40 : 0);
    }
  }
  for (int i = 0; i < 3; ++i) {
    const double left = 40.0 * i;
    sample.objects[0].push_back(object_of({left + 10, 10, left + 30, 30}, 100 + i));
    sample.keypoints[0].push_back({{left + 20, 20}});
  }
  return sample;
}

struct KeepFixture {
  KeepFixture() {
    masks.resize(1);
    masks[0].kind = MaskKind::instance;
    masks[0].boxes = 0;
    boxes.resize(1);
    keypoints.resize(1);
    keypoints[0].count = 1;
    keypoints[0].boxes = 0;
  }

  [[nodiscard]] Sample run(const OpList& ops) const {
    auto copy = augment(three_things(), ops, {image, masks, boxes, keypoints}, CopyKey{1, "r", 1});
    REQUIRE(copy);
    return std::move(copy->sample);
  }

  ImageTarget image;
  std::vector<MaskTarget> masks;
  std::vector<BoxesTarget> boxes;
  std::vector<KeypointsTarget> keypoints;
};

/// Of every object: its pixels are those of its id, and its keypoint lies among them.
void check_in_step(const Sample& sample) {
  REQUIRE(sample.keypoints[0].size() == sample.objects[0].size());
  const Image& mask = sample.masks[0];
  for (std::size_t i = 0; i < sample.objects[0].size(); ++i) {
    const Box box = bounds_of(sample.objects[0][i].outline);
    for (int y = 0; y < mask.height(); ++y) {
      for (int x = 0; x < mask.width(); ++x) {
        const bool is_his = mask.row<std::uint8_t>(y)[x] == i + 1;
        const bool inside = x + 0.5 > box.x0 && x + 0.5 < box.x1 && y + 0.5 > box.y0 && y + 0.5 < box.y1;
        if (is_his != inside) FAIL_CHECK("object " << i << " at " << x << ", " << y);
      }
    }
    const Keypoint& point = sample.keypoints[0][i][0];
    if (point.visibility == Visibility::absent) continue;
    CHECK(static_cast<std::size_t>(mask.row<std::uint8_t>(static_cast<int>(point.y))[static_cast<int>(point.x)]) ==
          i + 1);
  }
}

OpList crop(int x, int width) {
  return {
      node_of("crop", R"("x": )" + std::to_string(x) + R"(, "y": 0, "height": 40, "width": )" + std::to_string(width))};
}

}  // namespace

TEST_CASE("a box out of sight is left out with its keypoints and pixels, and the others are numbered anew") {
  const Sample sample = KeepFixture().run(crop(35, 85));
  CHECK(labels_of(sample) == std::vector<std::int64_t>{101, 102});
  check_in_step(sample);
}

TEST_CASE("min_visibility is measured against the original box, whatever stands between two crops") {
  KeepFixture fixture;
  const OpNode blur = node_of("box_blur", "");
  // First 60 % of the middle box are kept, then 60 % of that.
  for (const bool apart : {false, true}) {
    OpList ops = crop(0, 62);
    if (apart) ops.push_back(blur);
    const OpList second = {node_of("crop", R"("x": 0, "y": 0, "height": 22, "width": 62)")};
    ops.push_back(second.front());
    number(ops);
    fixture.boxes[0].min_visibility = 0.3;
    const Sample kept = fixture.run(ops);
    CHECK(labels_of(kept) == std::vector<std::int64_t>{100, 101});
    CHECK(kept.objects[0][1].visible == doctest::Approx(0.36));
    fixture.boxes[0].min_visibility = 0.4;
    CHECK(labels_of(fixture.run(ops)) == std::vector<std::int64_t>{100});
  }
}

TEST_CASE("min_area_px and min_side_px are of the box in the output") {
  KeepFixture fixture;
  const OpList ops = crop(25, 95);  // leaves 5 x 20 px of the first box
  fixture.boxes[0].min_area_px = 100;
  CHECK(fixture.run(ops).objects[0].size() == 3);
  fixture.boxes[0].min_area_px = 101;
  check_in_step(fixture.run(ops));
  CHECK(fixture.run(ops).objects[0].size() == 2);
  fixture.boxes[0].min_area_px = 0;
  fixture.boxes[0].min_side_px = 5;
  CHECK(fixture.run(ops).objects[0].size() == 3);
  fixture.boxes[0].min_side_px = 5.5;
  CHECK(fixture.run(ops).objects[0].size() == 2);
}

TEST_CASE("boxes, keypoints and instances stay in step through random geometry") {
  KeepFixture fixture;
  fixture.boxes[0].min_visibility = 0.25;
  const std::vector<std::string> turns{R"({"op": "horizontal_flip"})",
                                       R"({"op": "rotate90", "times": 1})",
                                       R"({"op": "transpose"})",
                                       R"({"op": "resize", "height": 61, "width": 89})",
                                       R"({"op": "random_crop", "height": 30, "width": 30})",
                                       R"({"op": "d4"})"};
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    RandomStream random(seed, "in step", 0, "");
    OpList ops;
    for (int i = 0; i < 3; ++i) ops.push_back(node_of(turns[random.bits() % turns.size()]));
    number(ops);
    const auto copy = augment(three_things(), ops, {fixture.image, fixture.masks, fixture.boxes, fixture.keypoints},
                              CopyKey{seed, "r", 1});
    if (copy) check_in_step(copy->sample);
  }
}

TEST_CASE("turned there and back, with a pixel op between, a box is what it was") {
  KeepFixture fixture;
  OpList ops{node_of("rotate", R"("angle_deg": 10, "canvas": "expand")"), node_of("box_blur", ""),
             node_of("rotate", R"("angle_deg": -10, "canvas": "expand")")};
  number(ops);
  const Sample sample = fixture.run(ops);
  for (const Object& object : sample.objects[0]) {
    const Box box = bounds_of(object.outline);
    CHECK(box.x1 - box.x0 == doctest::Approx(20).epsilon(0.001));
    CHECK(box.y1 - box.y0 == doctest::Approx(20).epsilon(0.001));
  }
}

TEST_CASE("points of a free list that are lost are left out; those of a counted set keep their places") {
  KeepFixture fixture;
  fixture.keypoints[0].boxes.reset();
  Sample sample = three_things();
  KeypointSet all;
  for (const KeypointSet& set : sample.keypoints[0]) all.push_back(set[0]);
  sample.keypoints[0] = {all};
  const auto points = [&](std::optional<int> count) {
    fixture.keypoints[0].count = count;
    return augment(sample, crop(35, 85), {fixture.image, fixture.masks, fixture.boxes, fixture.keypoints},
                   CopyKey{1, "r", 1})
        ->sample.keypoints[0][0];
  };
  CHECK(points(std::nullopt).size() == 2);
  REQUIRE(points(3).size() == 3);
  CHECK(points(3)[0].visibility == Visibility::absent);
  CHECK(points(3)[1].x == 25);
}

TEST_CASE("a flip swaps the labels of boxes and the places of keypoints that come in pairs") {
  KeepFixture fixture;
  fixture.boxes[0].flip_label_swap = {{100, 102}};
  fixture.keypoints[0].boxes.reset();
  fixture.keypoints[0].count = 3;
  fixture.keypoints[0].flip_pairs = {{0, 2}};
  Sample sample = three_things();
  sample.keypoints[0] = {{{20, 20}, {60, 20}, {100, 20}}};
  const auto flipped = augment(sample, {node_of("horizontal_flip", "")},
                               {fixture.image, fixture.masks, fixture.boxes, fixture.keypoints}, CopyKey{1, "r", 1});
  CHECK(labels_of(flipped->sample) == std::vector<std::int64_t>{102, 101, 100});
  // The left one of a pair is on the left again.
  CHECK(flipped->sample.keypoints[0][0][0].x == 20);
  CHECK(flipped->sample.keypoints[0][0][2].x == 100);
}
