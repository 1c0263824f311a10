#include "ops/scene_fixture.h"

using namespace augshard;
using namespace augshard::scene_test;

namespace {

std::vector<LabeledBox> boxes_of(const std::string& json, Image& mask) {
  const BoundOp op = bound(json);
  return std::get<BoxesKernel>(op.info->kernel)(op.params.get(), mask);
}

void check(const LabeledBox& box, const Box& expected, std::int64_t label) {
  CHECK(box.box == expected);
  CHECK(box.label == label);
}

}  // namespace

TEST_CASE("boxes_from_mask puts a box around each connected object, in edge coordinates") {
  Image mask = mask_of({"110000", "100220", "000220", "999001"});
  const auto boxes = boxes_of(R"({"op": "boxes_from_mask"})", mask);
  REQUIRE(boxes.size() == 3);
  check(boxes[0], {0, 0, 2, 2}, 1);
  check(boxes[1], {3, 1, 5, 3}, 2);
  check(boxes[2], {5, 3, 6, 4}, 1);
}

TEST_CASE("by ids an object is all pixels of its id, and the ids that stay are numbered anew") {
  Image mask = mask_of({"700007", "000330", "000330", "500000"});
  const auto boxes = boxes_of(R"({"op": "boxes_from_mask", "objects": "ids", "label": 4, "min_area_px": 2})", mask);
  REQUIRE(boxes.size() == 2);
  check(boxes[0], {3, 1, 5, 3}, 4);
  check(boxes[1], {0, 0, 6, 1}, 4);
  CHECK(ints_of(mask) == ints_of(mask_of({"200002", "000110", "000110", "000000"})));
}

TEST_CASE("small objects get no box") {
  Image mask = mask_of({"1022", "0022"});
  CHECK(boxes_of(R"({"op": "boxes_from_mask", "min_area_px": 2})", mask).size() == 1);
  CHECK(boxes_of(R"({"op": "boxes_from_mask", "min_area_px": 5})", mask).empty());
}
