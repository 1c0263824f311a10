#include "ops/mix_fixture.h"

using namespace augshard;
using namespace augshard::mix_test;

namespace {

constexpr Size kPasteSize{20, 60};

Image empty_area(Size size) {
  Image area(size, 1, DType::uint8);
  std::ranges::fill(area.values<std::uint8_t>(), std::uint8_t{0});
  return area;
}

void paint(Image& area, const Box& box, std::uint8_t value) {
  for (int y = static_cast<int>(box.y0); y < box.y1; ++y) {
    for (int x = static_cast<int>(box.x0); x < box.x1; ++x) area.row<std::uint8_t>(y)[x] = value;
  }
}

/// Three objects of 10 x 10 px, labels 0, 1 and 2; `offset` px to the right.
Scene scene_of_boxes(int offset = 0) {
  std::vector<LabeledBox> boxes;
  for (int i = 0; i < 3; ++i) boxes.push_back({{20.0 * i + offset, 5, 20.0 * i + 10 + offset, 15}, i});
  Scene scene{.size = kPasteSize};
  scene.boxes = [boxes] { return boxes; };
  scene.area_of = [boxes](std::span<const std::size_t> which) {
    Image area = empty_area(kPasteSize);
    for (const std::size_t i : which) paint(area, boxes[i].box, 255);
    return area;
  };
  return scene;
}

Mix pasted(const std::string& json, const Scene& own, const Scene& partner, const std::string& record = "record") {
  const BoundOp op = bound(json);
  const std::vector<Scene> scenes{own, partner};
  Draws draws = draws_of(record);
  auto mix = std::get<MixKernel>(op.info->kernel).mix(op.params.get(), scenes, draws);
  REQUIRE(mix);
  return std::move(*mix);
}

std::int64_t pixels_of(const Image& cover) {
  return std::ranges::count_if(cover.values<std::uint8_t>(), [](std::uint8_t v) { return v >= 128; });
}

}  // namespace

TEST_CASE("as many objects as drawn are pasted, each once, with their own pixels") {
  for (int count = 1; count <= 5; ++count) {
    const Mix mix = pasted(R"({"op": "copy_paste", "objects": )" + std::to_string(count) + "}", scene_of_boxes(),
                           scene_of_boxes(), std::to_string(count));
    REQUIRE(mix.layers.size() == 2);
    CHECK(mix.canvas == kPasteSize);
    const std::vector<std::size_t> boxes = *mix.layers[1].boxes;
    CHECK(boxes.size() == static_cast<std::size_t>(std::min(count, 3)));
    Image expected = empty_area(kPasteSize);
    for (const std::size_t i : boxes)
      paint(expected, {20.0 * static_cast<double>(i), 5, 20.0 * static_cast<double>(i) + 10, 15}, 255);
    CHECK(std::ranges::equal(mix.layers[1].cover.bytes(), expected.bytes()));
  }
}

TEST_CASE("labels say which objects may come; without any the record stays as it is") {
  for (int record = 0; record < 10; ++record) {
    const Mix mix = pasted(R"({"op": "copy_paste", "objects": 1, "labels": [0, 2]})", scene_of_boxes(),
                           scene_of_boxes(), std::to_string(record));
    CHECK(mix.layers.at(1).boxes->at(0) != 1);
  }
  CHECK(pasted(R"({"op": "copy_paste", "labels": [7]})", scene_of_boxes(), scene_of_boxes()).layers.size() == 1);
  CHECK(pasted(R"({"op": "copy_paste"})", scene_of_boxes(), Scene{.size = kPasteSize}).layers.size() == 1);
  CHECK(pasted(R"({"op": "copy_paste", "objects": 0})", scene_of_boxes(), scene_of_boxes()).layers.size() == 1);
}

TEST_CASE("pixels of labels come from the mask that is named, and no boxes with them") {
  Image mask = empty_area(kPasteSize);
  paint(mask, {3, 2, 9, 8}, 4);
  paint(mask, {30, 2, 35, 8}, 5);
  Scene partner = scene_of_boxes();
  partner.label_mask = [&](std::string_view name) { return name == "mask" ? &mask : nullptr; };
  const Mix mix = pasted(R"({"op": "copy_paste", "mask": "mask", "labels": [4]})", scene_of_boxes(), partner);
  REQUIRE(mix.layers.size() == 2);
  CHECK(mix.layers[1].boxes->empty());
  CHECK(pixels_of(mix.layers[1].cover) == 36);
  CHECK(pasted(R"({"op": "copy_paste", "mask": "mask", "labels": [9]})", scene_of_boxes(), partner).layers.size() == 1);
}

TEST_CASE("objects of the record that stay in sight too little are left out") {
  // Each own box has half of its area under the one pasted over it.
  const auto left = [](const char* visibility) {
    return pasted(R"({"op": "copy_paste", "objects": 3, "min_visibility": )" + std::string(visibility) + "}",
                  scene_of_boxes(5), scene_of_boxes())
        .layers[0]
        .boxes;
  };
  CHECK_FALSE(left("0"));
  CHECK(left("0.5")->size() == 3);
  CHECK(left("0.6")->empty());
}

TEST_CASE("a gaussian edge changes the shares near it and no pixel's side of one half") {
  const std::string json = R"({"op": "copy_paste", "objects": 3, "blend": ")";
  const Mix hard = pasted(json + R"(hard"})", scene_of_boxes(), scene_of_boxes());
  const Mix soft = pasted(json + R"(gaussian"})", scene_of_boxes(), scene_of_boxes());
  const Image& a = hard.layers[1].cover;
  const Image& b = soft.layers[1].cover;
  bool falls_off = false;
  for (std::size_t i = 0; i < a.value_count(); ++i) {
    CHECK((a.values<std::uint8_t>()[i] >= 128) == (b.values<std::uint8_t>()[i] >= 128));
    falls_off = falls_off || (b.values<std::uint8_t>()[i] > 0 && b.values<std::uint8_t>()[i] < 128);
  }
  CHECK(falls_off);
  CHECK(b.row<std::uint8_t>(10)[5] > b.row<std::uint8_t>(10)[9]);
}
