// Layers on a canvas, for every target, against formulas of their own; and where partners come from.
#include "augment/mix.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "augment/keep.h"
#include "augment/mix_annotations.h"
#include "geometry/pictures.h"
#include "nodes.h"
#include "samples.h"

using namespace augshard;

namespace {

constexpr Size kSize{40, 60};

/// Label, instance and heatmap masks, two boxes with an instance and a keypoint each, and free points.
struct MixFixture {
  MixFixture() {
    masks.resize(3);
    masks[0].name = "mask";
    masks[0].ignore = 255;
    masks[0].fill = 255;
    masks[1].name = "instances";
    masks[1].kind = MaskKind::instance;
    masks[1].boxes = 0;
    masks[2].name = "heat";
    masks[2].kind = MaskKind::heatmap;
    boxes.resize(1);
    keypoints.resize(2);
    keypoints[0].count = 1;
    keypoints[0].boxes = 0;
  }
  [[nodiscard]] Targets targets() const { return {image, masks, boxes, keypoints}; }

  ImageTarget image;
  std::vector<MaskTarget> masks;
  std::vector<BoxesTarget> boxes;
  std::vector<KeypointsTarget> keypoints;
};

void draw_instance(Image& mask, const Box& box, int id) {
  for (int y = static_cast<int>(box.y0); y < box.y1; ++y) {
    for (int x = static_cast<int>(box.x0); x < box.x1; ++x)
      mask.row<std::uint16_t>(y)[x] = static_cast<std::uint16_t>(id);
  }
}

/// Labels are 10 * number and 10 * number + 1 in stripes; labels of boxes are 100 * number and 100 * number + 1.
Sample record(int number, Size size = kSize) {
  Sample sample;
  sample.image = pictures::noise(size, 3, DType::uint8, static_cast<std::uint64_t>(number));
  sample.masks.emplace_back(size, 1, DType::uint8);
  sample.masks.push_back(Image(size, 1, DType::uint16));
  sample.masks.push_back(pictures::noise(size, 1, DType::uint8, static_cast<std::uint64_t>(number) + 50));
  std::ranges::fill(sample.masks[1].values<std::uint16_t>(), std::uint16_t{0});
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      sample.masks[0].row<std::uint8_t>(y)[x] = static_cast<std::uint8_t>(10 * number + (x / 5) % 2);
    }
  }
  sample.objects.resize(1);
  sample.keypoints.resize(2);
  sample.keypoints[1].emplace_back();
  for (int i = 0; i < 2; ++i) {
    const double left = 5 + 30.0 * i;
    const Box box{left, 8, left + 20, 28};
    sample.objects[0].push_back(object_of(box, 100 * number + i));
    draw_instance(sample.masks[1], box, i + 1);
    sample.keypoints[0].push_back({{left + 10, 18}});
    sample.keypoints[1][0].push_back({left + 2, 10});
  }
  return sample;
}

const Rect kAll{0, 0, kSize.width, kSize.height};

Mix over(Layer upper, Mix::Labels labels = Mix::Labels::winner) {
  Mix mix{kSize, {}, labels};
  mix.layers.push_back({.sample = 0, .window = kAll});
  upper.sample = 1;
  mix.layers.push_back(std::move(upper));
  return mix;
}

Expected<Sample> mixed(const Mix& mix, const Sample& own, const Sample& partner, const MixFixture& fixture = {}) {
  const std::vector<const Sample*> samples{&own, &partner};
  return apply_mix(mix, samples, fixture.targets());
}

template <class T>
double worst_blend(const Image& mixed, const Image& own, const Image& partner, double share) {
  double worst = 0;
  for (std::size_t i = 0; i < mixed.value_count(); ++i) {
    const double expected = own.values<T>()[i] * (1 - share) + partner.values<T>()[i] * share;
    worst = std::max(worst, std::fabs(mixed.values<T>()[i] - expected));
  }
  return worst;
}

/// Whether a pixel has the id at a point or beside it: a centre on a seam may go to either side.
bool has_id_near(const Image& mask, const Keypoint& point, std::size_t id) {
  for (int y = static_cast<int>(point.y) - 1; y <= static_cast<int>(point.y) + 1; ++y) {
    for (int x = static_cast<int>(point.x) - 1; x <= static_cast<int>(point.x) + 1; ++x) {
      if (x < 0 || y < 0 || x >= mask.width() || y >= mask.height()) continue;
      if (mask.row<std::uint16_t>(y)[x] == id) return true;
    }
  }
  return false;
}

/// Every box has the pixels of its id within it, to half a pixel, and its keypoint among them unless it is hidden;
/// there are no other ids.
void check_objects(const Sample& sample) {
  REQUIRE(sample.keypoints[0].size() == sample.objects[0].size());
  const Image& mask = sample.masks[1];
  CHECK(*std::ranges::max_element(mask.values<std::uint16_t>()) <= sample.objects[0].size());
  for (std::size_t i = 0; i < sample.objects[0].size(); ++i) {
    const Box box = bounds_of(sample.objects[0][i].outline);
    for (int y = 0; y < mask.height(); ++y) {
      for (int x = 0; x < mask.width(); ++x) {
        const bool inside = x + 1 >= box.x0 && x <= box.x1 && y + 1 >= box.y0 && y <= box.y1;
        if (mask.row<std::uint16_t>(y)[x] == i + 1 && !inside) FAIL_CHECK("object " << i << " at " << x << ", " << y);
      }
    }
    const Keypoint& point = sample.keypoints[0][i].at(0);
    if (point.visibility == Visibility::visible) CHECK(has_id_near(mask, point, i + 1));
  }
}

/// Records of a split in memory.
struct Split {
  [[nodiscard]] Partners partners_of(std::int64_t place) const {
    return {std::ssize(records), place, [this](std::int64_t other) -> Expected<Partners::Partner> {
              asked.push_back(other);
              if (broken.contains(other)) return Error{"decode", "cut short", ""};
              return Partners::Partner{"r" + std::to_string(other), copy_of(records[static_cast<std::size_t>(other)])};
            }};
  }
  static Sample copy_of(const Sample& sample) {
    Sample copy;
    copy.image = sample.image.clone();
    for (const Image& mask : sample.masks) copy.masks.push_back(mask.clone());
    copy.objects = sample.objects;
    copy.keypoints = sample.keypoints;
    return copy;
  }
  [[nodiscard]] Expected<Augmented> run(OpList ops, std::int64_t place = 0, int copy = 1,
                                        const MixFixture& fixture = {}) const {
    number(ops);
    asked.clear();
    const std::string key = "r" + std::to_string(place);
    return augment(records[static_cast<std::size_t>(place)], ops, fixture.targets(), {7, key, copy},
                   partners_of(place));
  }

  std::vector<Sample> records;
  std::set<std::int64_t> broken;
  mutable std::vector<std::int64_t> asked;
};

Split split_of(int count) {
  Split split;
  for (int i = 0; i < count; ++i) split.records.push_back(record(i));
  return split;
}

}  // namespace

TEST_CASE("image and heatmap are blended linearly, in every type") {
  const Sample own = record(1);
  const Sample partner = record(2);
  for (const double share : {0.0, 0.25, 0.5, 0.7, 1.0}) {
    const auto made = mixed(over({.window = kAll, .share = share}), own, partner);
    REQUIRE(made);
    CHECK(worst_blend<std::uint8_t>(made->image, own.image, partner.image, share) < 0.501);
    CHECK(worst_blend<std::uint8_t>(made->masks[2], own.masks[2], partner.masks[2], share) < 0.501);
  }
  for (const DType dtype : {DType::uint16, DType::float32}) {
    Sample a = record(1);
    Sample b = record(2);
    a.image = pictures::noise(kSize, 3, dtype, 3);
    b.image = pictures::noise(kSize, 3, dtype, 4);
    const auto made = mixed(over({.window = kAll, .share = 0.3}), a, b);
    REQUIRE(made);
    if (dtype == DType::uint16) CHECK(worst_blend<std::uint16_t>(made->image, a.image, b.image, 0.3) < 0.51);
    if (dtype == DType::float32) CHECK(worst_blend<float>(made->image, a.image, b.image, 0.3) < 1e-4);
  }
}

TEST_CASE("label masks are those of the larger share, at a tie the lower one; no id is invented") {
  const Sample own = record(1);
  const Sample partner = record(2);
  for (const double share : {0.2, 0.5, 0.51, 0.9}) {
    const auto made = mixed(over({.window = kAll, .share = share}), own, partner);
    REQUIRE(made);
    CHECK(same_bytes(made->masks[0], (share > 0.5 ? partner : own).masks[0]));
  }
}

TEST_CASE("stacked masks hold both ids of a pixel, the lower one first, and instances are numbered on") {
  const Sample own = record(1);
  const Sample partner = record(2);
  const auto made = mixed(over({.window = kAll, .share = 0.3}, Mix::Labels::stack), own, partner);
  REQUIRE(made);
  CHECK(made->masks[0].channels() == 2);
  CHECK(made->masks[2].channels() == 1);
  for (std::size_t i = 0; i < own.masks[0].value_count(); ++i) {
    CHECK(made->masks[0].values<std::uint8_t>()[2 * i] == own.masks[0].values<std::uint8_t>()[i]);
    CHECK(made->masks[0].values<std::uint8_t>()[2 * i + 1] == partner.masks[0].values<std::uint8_t>()[i]);
    const auto id = partner.masks[1].values<std::uint16_t>()[i];
    CHECK(made->masks[1].values<std::uint16_t>()[2 * i + 1] == (id == 0 ? 0 : id + 2));
  }
  const auto again = mixed(over({.window = kAll, .share = 0.3}, Mix::Labels::stack), *made, *made);
  REQUIRE_FALSE(again);
  CHECK(again.error().code == "unsupported");
}

TEST_CASE("a window shows the upper picture at its place and nothing of it elsewhere") {
  const Sample own = record(1);
  const Sample partner = record(2);
  const auto made = mixed(over({.x = -7, .y = 3, .window = {10, 5, 20, 90}}), own, partner);
  REQUIRE(made);
  for (int y = 0; y < kSize.height; ++y) {
    for (int x = 0; x < kSize.width; ++x) {
      const bool inside = x >= 10 && x < 30 && y >= 5;
      const Sample& from = inside ? partner : own;
      const int source_x = inside ? x + 7 : x;
      const int source_y = inside ? y - 3 : y;
      for (int c = 0; c < 3; ++c) {
        CHECK(made->image.row<std::uint8_t>(y)[3 * x + c] == from.image.row<std::uint8_t>(source_y)[3 * source_x + c]);
      }
      for (const std::size_t mask : {std::size_t{0}, std::size_t{2}}) {
        CHECK(made->masks[mask].row<std::uint8_t>(y)[x] == from.masks[mask].row<std::uint8_t>(source_y)[source_x]);
      }
    }
  }
}

TEST_CASE("what no layer covers is the fill of each target") {
  MixFixture fixture;
  fixture.image.fill = {0.2, 0.4, 1};
  fixture.masks[2].fill = 3;
  const Sample own = record(1);
  Mix mix{{50, 80}, {}};
  mix.layers.push_back({.sample = 0, .x = 15, .y = 5, .window = {15, 5, kSize.width, kSize.height}});
  const auto made = mixed(mix, own, own, fixture);
  REQUIRE(made);
  CHECK(made->image.size() == Size{50, 80});
  for (const auto& [x, y] : {std::pair{0, 0}, {14, 20}, {75, 20}, {40, 4}, {40, 45}}) {
    const std::uint8_t* pixel = made->image.row<std::uint8_t>(y) + 3 * x;
    CHECK((pixel[0] == 51 && pixel[1] == 102 && pixel[2] == 255));
    CHECK(made->masks[0].row<std::uint8_t>(y)[x] == 255);
    CHECK(made->masks[1].row<std::uint16_t>(y)[x] == 0);
    CHECK(made->masks[2].row<std::uint8_t>(y)[x] == 3);
  }
  CHECK(made->masks[0].row<std::uint8_t>(5)[15] == own.masks[0].row<std::uint8_t>(0)[0]);
}

TEST_CASE("a cover blends the image by its shares and gives masks the picture from one half on") {
  const Sample own = record(1);
  const Sample partner = record(2);
  Layer upper{.window = kAll};
  upper.cover = pictures::noise(kSize, 1, DType::uint8, 9);
  const Image cover = upper.cover.clone();
  const auto made = mixed(over(std::move(upper)), own, partner);
  REQUIRE(made);
  for (std::size_t i = 0; i < cover.value_count(); ++i) {
    const int share = cover.values<std::uint8_t>()[i];
    const Sample& from = share >= 128 ? partner : own;
    CHECK(made->masks[0].values<std::uint8_t>()[i] == from.masks[0].values<std::uint8_t>()[i]);
    for (std::size_t c = 3 * i; c < 3 * i + 3; ++c) {
      const double below = own.image.values<std::uint8_t>()[c];
      const double expected = below + (partner.image.values<std::uint8_t>()[c] - below) * share / 255;
      CHECK(std::fabs(made->image.values<std::uint8_t>()[c] - expected) <= 0.501);
    }
  }
}

TEST_CASE("boxes are moved, cut at their window, and lose what windows above hide") {
  const Sample own = record(1);
  const Sample partner = record(2);
  // The window hides the right 15 px of the first own box and the left 5 px of the second, which it cuts in height too.
  const auto made = mixed(over({.x = 2, .y = 1, .window = {10, 0, 30, 20}}), own, partner);
  REQUIRE(made);
  const auto& objects = made->objects[0];
  REQUIRE(objects.size() == 4);
  CHECK(labels_of(*made) == std::vector<std::int64_t>{100, 101, 200, 201});
  // Corners are gone, not sides: the outline stays.
  CHECK(bounds_of(objects[0].outline) == Box{5, 8, 25, 28});
  CHECK(objects[0].visible == doctest::Approx(1 - 15.0 * 12 / 400));
  CHECK(objects[1].visible == doctest::Approx(1 - 5.0 * 12 / 400));
  CHECK(bounds_of(objects[2].outline) == Box{10, 9, 27, 20});
  CHECK(objects[2].visible == doctest::Approx(17.0 * 11 / 400));
  CHECK(bounds_of(objects[3].outline) == Box{37, 9, 40, 20});
}

TEST_CASE("a box that a window hides from one side ends there; one under it is lost") {
  const Sample own = record(1);
  const auto made = mixed(over({.window = {12, 0, 48, 40}}), own, record(2));
  REQUIRE(made);
  CHECK(bounds_of(made->objects[0][0].outline) == Box{5, 8, 12, 28});
  CHECK(made->objects[0][0].visible == doctest::Approx(7.0 / 20));
  CHECK(made->objects[0][1].outline.empty());
  CHECK(made->objects[0][1].visible == 0);
}

TEST_CASE("a layer that only shares hides no box and no point") {
  const auto made = mixed(over({.window = kAll, .share = 0.6}), record(1), record(2));
  REQUIRE(made);
  for (const Object& object : made->objects[0]) CHECK(object.visible == 1);
  for (const KeypointSet& set : made->keypoints[0]) CHECK(set[0].visibility == Visibility::visible);
}

TEST_CASE("a cover hides the share of a box's own pixels that it takes") {
  const Sample own = record(1);
  const Sample partner = record(2);
  Layer upper{.window = kAll, .boxes = std::vector<std::size_t>{}};
  upper.cover = Image(kSize, 1, DType::uint8);
  std::ranges::fill(upper.cover.values<std::uint8_t>(), std::uint8_t{0});
  for (int y = 8; y < 13; ++y) std::fill_n(upper.cover.row<std::uint8_t>(y) + 5, 20, std::uint8_t{255});
  const auto made = mixed(over(std::move(upper)), own, partner);
  REQUIRE(made);
  REQUIRE(made->objects[0].size() == 2);
  CHECK(made->objects[0][0].visible == doctest::Approx(0.75));
  CHECK(made->objects[0][1].visible == 1);
  CHECK(made->keypoints[0][0][0].visibility == Visibility::visible);
  CHECK(made->keypoints[1][0][0].visibility == Visibility::hidden);
  // Of the partner's free points one lies under the cover.
  REQUIRE(made->keypoints[1][0].size() == 4);
  CHECK(made->keypoints[1][0][2].visibility == Visibility::visible);
  CHECK(made->keypoints[1][0][3].visibility == Visibility::absent);
}

TEST_CASE("points that a window covers are hidden, points outside their window absent") {
  const auto made = mixed(over({.window = {30, 0, 30, 40}}), record(1), record(2));
  REQUIRE(made);
  const auto& sets = made->keypoints[0];
  REQUIRE(sets.size() == 4);
  CHECK(sets[0][0].visibility == Visibility::visible);
  CHECK(sets[1][0].visibility == Visibility::hidden);
  CHECK(sets[2][0].visibility == Visibility::absent);
  CHECK(sets[3][0].visibility == Visibility::visible);
}

TEST_CASE("a set of a fixed number of points that goes with no boxes stays the record's own") {
  MixFixture fixture;
  fixture.keypoints[1].count = 2;
  const auto made = mixed(over({.window = {30, 0, 30, 40}}), record(1), record(2), fixture);
  REQUIRE(made);
  REQUIRE(made->keypoints[1].size() == 1);
  CHECK(made->keypoints[1][0].size() == 2);
}

TEST_CASE("only the boxes that a layer names come, with their points and instances") {
  auto made = mixed(over({.window = kAll, .boxes = std::vector<std::size_t>{1}}), record(1), record(2));
  REQUIRE(made);
  CHECK(labels_of(*made) == std::vector<std::int64_t>{100, 101, 201});
  Sample kept = std::move(*made);
  const MixFixture fixture;
  keep_visible(kept, fixture.targets());
  CHECK(labels_of(kept) == std::vector<std::int64_t>{201});
  check_objects(kept);
}

TEST_CASE("instances without boxes are numbered on after the highest id below; too many are an error") {
  MixFixture fixture;
  fixture.masks[1].boxes.reset();
  Sample own = record(1);
  own.masks[1].row<std::uint16_t>(0)[0] = 60000;
  const auto made = mixed(over({.window = {30, 0, 30, 40}}), own, record(2), fixture);
  REQUIRE(made);
  CHECK(made->masks[1].row<std::uint16_t>(10)[40] == 60002);
  CHECK(made->masks[1].row<std::uint16_t>(0)[0] == 60000);
  own.masks[1].row<std::uint16_t>(0)[0] = 65534;
  const auto full = mixed(over({.window = {30, 0, 30, 40}}), own, record(2), fixture);
  REQUIRE_FALSE(full);
  CHECK(full.error().code == "label-id");
  fixture.masks[1].ignore = 3;
  CHECK_FALSE(mixed(over({.window = kAll}), record(1), record(2), fixture));
}

TEST_CASE("the area of boxes is their instances' pixels, or their outline where there are none") {
  MixFixture fixture;
  Sample sample = record(1);
  sample.masks[1].row<std::uint16_t>(8)[5] = 0;
  const std::vector<std::size_t> first{0};
  CHECK(std::ranges::count(area_of_boxes(sample, fixture.targets(), first).values<std::uint8_t>(), 255) == 399);
  fixture.masks[1].boxes.reset();
  CHECK(std::ranges::count(area_of_boxes(sample, fixture.targets(), first).values<std::uint8_t>(), 255) == 400);
}

TEST_CASE("boxes, points and instances stay in step through mixes, geometry and filters") {
  const Split split = split_of(5);
  MixFixture fixture;
  fixture.boxes[0].min_visibility = 0.3;
  fixture.keypoints.resize(1);
  Split bound = split_of(0);
  for (const Sample& sample : split.records) {
    bound.records.push_back(Split::copy_of(sample));
    bound.records.back().keypoints.resize(1);
  }
  const std::vector<OpList> lists = [] {
    const std::string half = R"({"op": "resize", "height": 40, "width": 60})";
    std::vector<OpList> made;
    for (const char* mix : {R"({"op": "cutmix"})", R"({"op": "mosaic"})",
                            R"({"op": "mosaic", "rows": 3, "columns": 2, "height": 30, "width": 50})",
                            R"({"op": "copy_paste"})", R"({"op": "copy_paste", "min_visibility": 0.7})",
                            R"({"op": "mixup", "share": 1})", R"({"op": "mixup", "share": 0})"}) {
      made.push_back({node_of("horizontal_flip", ""), node_of(mix), node_of(half), node_of(R"({"op": "d4"})")});
      made.push_back({node_of(mix), node_of(half), node_of(R"({"op": "random_crop", "height": 25, "width": 35})")});
      made.push_back({node_of(mix), node_of(half), node_of(R"({"op": "cutmix"})")});
    }
    return made;
  }();
  for (const OpList& list : lists) {
    INFO(names_of(list));
    for (int copy = 1; copy < 20; ++copy) {
      const auto made = bound.run(list, copy % 5, copy, fixture);
      REQUIRE(made);
      check_objects(made->sample);
      CHECK(made->annotated[0] >= made->sample.objects[0].size());
    }
  }
}

TEST_CASE("a partner is any other record, never the record itself, and the same again") {
  const Split split = split_of(4);
  std::set<std::int64_t> seen;
  for (int copy = 1; copy < 60; ++copy) {
    const auto made = split.run({node_of("cutmix", "")}, 2, copy);
    REQUIRE(made);
    REQUIRE(split.asked.size() == 1);
    seen.insert(split.asked[0]);
    CHECK(made->draws.at(0).partners == std::vector{"r" + std::to_string(split.asked[0])});
    const auto again = split.run({node_of("cutmix", "")}, 2, copy);
    CHECK(same_bytes(made->sample.image, again->sample.image));
  }
  CHECK(seen == std::set<std::int64_t>{0, 1, 3});
}

TEST_CASE("the only record of a split, and one without a split, is its own partner") {
  const Split split = split_of(1);
  const auto made = split.run({node_of("mixup", "")});
  REQUIRE(made);
  CHECK(split.asked.empty());
  CHECK(same_bytes(made->sample.image, split.records[0].image));
  CHECK(made->sample.objects[0].size() == 4);
}

TEST_CASE("a partner goes through the ops before the mix with numbers of its own, and through none after it") {
  const Split split = split_of(1);
  int same = 0;
  for (int copy = 1; copy < 40; ++copy) {
    // The canvas shows the flipped record beside its partner.
    const auto made = split.run({node_of("random_flip", R"("mode": "horizontal")"),
                                 node_of("mosaic", R"("rows": 1, "columns": 2, "center_frac": 0.5)")},
                                0, copy);
    REQUIRE(made);
    const Image& image = made->sample.image;
    REQUIRE(image.size() == Size{40, 120});
    bool equal = true;
    for (int y = 0; y < 40; ++y)
      equal = equal && std::equal(image.row<std::uint8_t>(y), image.row<std::uint8_t>(y) + 180,
                                  image.row<std::uint8_t>(y) + 180);
    same += equal ? 1 : 0;
  }
  CHECK(same > 5);
  CHECK(same < 35);
}

TEST_CASE("which ops stand before a mix: of a sequential those before it too, of alternatives none") {
  const auto nested = [](Composition::Kind kind) {
    Composition composition;
    composition.kind = kind;
    composition.ops = {node_of("transpose", ""), node_of("cutmix", "")};
    OpNode node;
    node.path = "1";
    node.content = std::move(composition);
    return OpList{node_of("horizontal_flip", ""), node, node_of("invert", "")};
  };
  const auto count = [](const OpList& list) {
    return ops_before(list, std::get<Composition>(list[1].content).ops[1]).size();
  };
  CHECK(count(nested(Composition::Kind::sequential)) == 2);
  CHECK(count(nested(Composition::Kind::one_of)) == 1);
  CHECK(count(nested(Composition::Kind::random_order)) == 1);
}

TEST_CASE("a mix before a mix is made for the partner too, and each draw has a path of its own") {
  const Split split = split_of(6);
  const auto made =
      split.run({node_of("mosaic", ""), node_of("resize", R"("height": 40, "width": 60)"), node_of("mixup", "")});
  REQUIRE(made);
  CHECK(split.asked.size() == 3 + 1 + 3);
  std::set<std::string> paths;
  for (const OpDraws& draws : made->draws) CHECK(paths.insert(draws.path).second);
  CHECK(paths == std::set<std::string>{"0", "2", "2/partner1/0"});
  CHECK(made->own_share > 0);
  CHECK(made->own_share < 1);
}

TEST_CASE("a partner that cannot be read gives way to another; where none can, the record is a reject") {
  Split split = split_of(3);
  split.broken = {1};
  for (int copy = 1; copy < 20; ++copy) {
    const auto made = split.run({node_of("cutmix", "")}, 0, copy);
    if (!made) continue;  // eight times the broken one
    CHECK(made->draws.at(0).partners == std::vector<std::string>{"r2"});
  }
  split.broken = {1, 2};
  const auto none = split.run({node_of("cutmix", "")});
  REQUIRE_FALSE(none);
  CHECK(none.error().code == "partner");
  CHECK(split.asked.size() == 8);
}

TEST_CASE("mixup and cutmix of pictures of two sizes are an error with a way out") {
  Split split = split_of(1);
  split.records.push_back(record(1, {40, 61}));
  for (const char* op : {"mixup", "cutmix"}) {
    const auto made = split.run({node_of(op, "")});
    REQUIRE_FALSE(made);
    CHECK(made.error().code == "size-mismatch");
    CHECK(made.error().hint.find("resize") != std::string::npos);
    CHECK(split.run({node_of("resize", R"("height": 20, "width": 30)"), node_of(op, "")}));
  }
  CHECK(split.run({node_of("mosaic", "")}));
  CHECK(split.run({node_of("copy_paste", "")}));
}

TEST_CASE("how many partners are held at once") {
  CHECK(partners_at_once({node_of("horizontal_flip", "")}) == 0);
  CHECK(partners_at_once({node_of("mosaic", ""), node_of("mixup", "")}) == 4);
}
