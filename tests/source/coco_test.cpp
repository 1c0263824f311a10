#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "source/annotations.h"
#include "tree.h"

using namespace augshard;
using nlohmann::json;

namespace {

/// Two images; a person with a polygon, a car with run lengths, a crowd of people, and a person in the second image.
json small_file() {
  return json::parse(R"({
    "info": {"images": [1, 2]},
    "annotations": [
      {"id": 11, "image_id": 1, "category_id": 7, "bbox": [1, 1, 3, 2], "area": 6, "iscrowd": 0,
       "segmentation": [[1, 1, 4, 1, 4, 3, 1, 3]], "keypoints": [2, 1, 2, 0, 0, 0]},
      {"id": 12, "image_id": 1, "category_id": 3, "bbox": [0, 0, 6, 5], "area": 30, "iscrowd": 0,
       "segmentation": {"size": [5, 6], "counts": [0, 30]}},
      {"id": 13, "image_id": 1, "category_id": 7, "bbox": [0, 0, 2, 2], "area": 1, "iscrowd": 1,
       "segmentation": {"size": [5, 6], "counts": [0, 1, 29]}},
      {"id": 14, "image_id": 2, "category_id": 7, "bbox": [-2, 1, 5, 2], "area": 4, "iscrowd": 0, "segmentation": []}],
    "images": [{"id": 1, "file_name": "a/one.jpg", "width": 6, "height": 5, "license": 4},
               {"id": 2, "file_name": "two.jpg", "width": 6, "height": 5},
               {"id": 3, "file_name": "empty.jpg", "width": 6, "height": 5}],
    "categories": [{"id": 7, "name": "person"}, {"id": 3, "name": "car"}]})");
}

Spec coco_spec(const Tree& tree) {
  Spec spec;
  spec.file = "pipeline.json";
  spec.source.type = "coco";
  spec.source.root = tree.root();
  spec.source.file = tree.root() / "instances.json";
  for (const char* name : {"instances", "mask"}) {
    spec.source.masks.emplace_back(name, "segmentation");
    spec.masks.emplace_back().name = name;
  }
  spec.masks[0].kind = MaskKind::instance;
  spec.masks[0].boxes = 0;
  spec.masks[1].ignore = 255;
  spec.source.boxes.push_back({"objects", "bbox", BoxFormat::xywh, ""});
  spec.boxes.emplace_back().name = "objects";
  spec.source.keypoints.push_back({"pose", "keypoints", KeypointFormat::xyv});
  KeypointsTarget& pose = spec.keypoints.emplace_back();
  pose.name = "pose";
  pose.count = 2;
  pose.boxes = 0;
  return spec;
}

Listing list(
    const json& file, const std::function<void(Spec&)>& change = [](Spec&) {}) {
  const Tree tree;
  tree.add("instances.json", file.dump());
  Spec spec = coco_spec(tree);
  change(spec);
  return list_records(spec);
}

std::vector<std::int64_t> labels_of(const Record& record) {
  std::vector<std::int64_t> labels;
  for (const WrittenBox& box : record.annotations.boxes[0]) labels.push_back(box.label);
  return labels;
}

using Values = std::vector<std::optional<std::int64_t>>;

}  // namespace

TEST_CASE("images of a COCO file become records, keyed by path without extension") {
  const Listing listing = list(small_file());
  CHECK(listing.diagnostics.empty());
  REQUIRE(keys_of(listing.records) == std::vector<std::string>{"a/one", "empty", "two"});
  const Record& one = listing.records[0];
  CHECK(one.image == "a/one.jpg");
  CHECK(one.attributes.at("license") == "4");
  CHECK(one.annotations.size == Size{5, 6});
  CHECK(listing.report.unannotated == 1);
  CHECK(listing.report.crowds == 1);
}

TEST_CASE("a crowd is no box, and ignored in a label mask; larger shapes are drawn first") {
  const Listing listing = list(small_file());
  const Annotations& one = listing.records[0].annotations;
  CHECK(labels_of(listing.records[0]) == std::vector<std::int64_t>{7, 3});
  REQUIRE(one.segments.size() == 3);
  // The car of 30 px, the person of 6, then the crowd; instance 0 is no one.
  CHECK(one.segments[0].values == Values{2, 3});
  CHECK(one.segments[1].values == Values{1, 7});
  CHECK(one.segments[2].values == Values{std::nullopt, 255});
  CHECK(one.keypoints[0] == std::vector<std::vector<double>>{{2, 1, 2, 0, 0, 0}, {0, 0, 0, 0, 0, 0}});
  const Listing in_order = list(small_file(), [](Spec& spec) { spec.source.overlap = Overlap::file_order; });
  CHECK(in_order.records[0].annotations.segments[0].values == Values{1, 7});
}

TEST_CASE("categories keep their ids, are counted anew, or take those of the classes that the pipeline declares") {
  const Listing written = list(small_file());
  CHECK(written.classes.at("objects") == std::map<std::int64_t, std::string>{{3, "car"}, {7, "person"}});
  CHECK(written.classes.at("mask") ==
        std::map<std::int64_t, std::string>{{0, "background"}, {3, "car"}, {7, "person"}});

  const Listing contiguous = list(small_file(), [](Spec& spec) { spec.source.contiguous_ids = true; });
  CHECK(labels_of(contiguous.records[0]) == std::vector<std::int64_t>{1, 0});
  CHECK(contiguous.records[0].annotations.segments[0].values == Values{2, 1});
  CHECK(contiguous.classes.at("mask").at(2) == "person");

  // A category that is not declared is no thing of the target: no box, no instance, background in the mask.
  const Listing declared = list(small_file(), [](Spec& spec) {
    spec.boxes[0].classes = {{5, "person"}};
    spec.masks[1].classes = {{0, "nothing"}, {1, "car"}};
  });
  CHECK(declared.diagnostics.empty());
  CHECK(labels_of(declared.records[0]) == std::vector<std::int64_t>{5});
  CHECK(declared.records[0].annotations.segments[0].values == Values{std::nullopt, 1});
  CHECK(declared.records[0].annotations.segments[1].values == Values{1, std::nullopt});
}

TEST_CASE("a declared class that is no category is an error with the nearest name") {
  const Listing listing = list(small_file(), [](Spec& spec) { spec.boxes[0].classes = {{0, "persn"}}; });
  const Diagnostic error = find(listing.diagnostics, "unknown-class");
  CHECK(error.pointer == "/targets/objects/classes");
  CHECK(error.hint == "did you mean 'person'?");
}

TEST_CASE("category 0 as written would be the background of a mask") {
  json file = small_file();
  file["categories"].push_back({{"id", 0}, {"name", "road"}});
  CHECK(find(list(file).diagnostics, "rule").pointer == "/source/masks/mask");
  CHECK(list(file, [](Spec& spec) { spec.source.contiguous_ids = true; }).diagnostics.empty());
}

TEST_CASE("images without annotations can be left out") {
  const Listing listing = list(small_file(), [](Spec& spec) { spec.source.skip_unannotated = true; });
  CHECK(keys_of(listing.records) == std::vector<std::string>{"a/one", "two"});
  CHECK(listing.report.skipped == 1);
}

TEST_CASE("values that nest too deep for the stack are refused") {
  const std::string deep = std::string(300000, '[') + std::string(300000, ']');
  const Tree tree;
  tree.add("instances.json", R"({"images": [{"id": )" + deep + R"(}], "annotations": [], "categories": []})");
  CHECK(find(list_records(coco_spec(tree)).diagnostics, "coco").message == "values of the file nest too deep");
}

TEST_CASE("entries that cannot be used are errors that say which and how to mend them") {
  const std::vector<std::pair<std::string, json>> changes{
      {"/annotations/0/bbox", json::array({1, 2, 3})},
      {"/annotations/0/keypoints", json::array({1, 2, 2})},
      {"/annotations/0/segmentation", json::array({json::array({1, 2, 3})})},
      {"/annotations/1/segmentation/counts", json::array({0, 29})},
      {"/annotations/1/segmentation/counts", "\x01\x02"},
      {"/annotations/0/image_id", 99},
      {"/annotations/0/category_id", 99},
      {"/images/1/id", 1},
      {"/images/1/file_name", 5},
      {"/categories/0/name", 5},
  };
  for (const auto& change : changes) {
    json file = small_file();
    file[json::json_pointer(change.first)] = change.second;
    CAPTURE(change.first);
    const Diagnostic error = find(list(file).diagnostics, "coco");
    CHECK(error.pointer == "/source/file");
    CHECK(holds(error.message, "cannot be used"));
    CHECK_FALSE(error.hint.empty());
  }
  json outside = small_file();
  outside["images"][0]["file_name"] = "../../etc/passwd";
  CHECK(find(list(outside).diagnostics, "path").pointer == "/source/file");
}

TEST_CASE("a file that is no COCO file says so") {
  const Tree tree;
  const Spec spec = coco_spec(tree);
  CHECK(find(list_records(spec).diagnostics, "coco").message.starts_with("the file cannot be read"));
  tree.add("instances.json", "{\"images\": [");
  CHECK(find(list_records(spec).diagnostics, "coco").message.starts_with("the file is not JSON"));
  tree.add("instances.json", "{\"images\": [], \"annotations\": []}");
  CHECK(find(list_records(spec).diagnostics, "coco").message == "the file has no list 'categories'");
}

TEST_CASE("annotations are placed in edge coordinates, cut at the image, and turned with it") {
  const Listing listing = list(small_file());
  const Tree tree;
  const Spec spec = coco_spec(tree);
  const PlacedAnnotations cut = place_annotations(listing.records[2].annotations, spec, {5, 6}, 1);
  CHECK(cut.cut_boxes == 1);
  CHECK(bounds_of(cut.objects[0][0].outline) == Box{0, 1, 3, 3});
  CHECK(cut.objects[0][0].visible == 1);

  // Orientation 6: the stored picture is turned a quarter clockwise.
  const PlacedAnnotations turned = place_annotations(listing.records[0].annotations, spec, {5, 6}, 6);
  CHECK(bounds_of(turned.objects[0][0].outline) == Box{2, 1, 4, 4});
  CHECK(turned.keypoints[0][0][0].x == 3.5);  // pixel (2, 1) has its centre at (2.5, 1.5)
  CHECK(turned.keypoints[0][0][0].y == 2.5);
  CHECK(turned.keypoints[0][0][1].visibility == Visibility::absent);
}

TEST_CASE("boxes that overshoot are cut and counted, empty ones are no objects, and neither is an error") {
  const Tree tree;
  Spec spec = coco_spec(tree);
  spec.source.boxes[0].format = BoxFormat::rel_xyxy;
  Annotations annotations;
  annotations.boxes.push_back({{{0.5, 0.5, 1.003, 0.75}, 1},
                               {{0.2, 0.2, 0.2, 0.9}, 1},
                               {{1.5, 0, 2, 1}, 1},
                               {{0.9, 0.9, 0.1, 0.1}, 1},
                               {{0, 0, 1.000001, 1}, 1}});
  const PlacedAnnotations placed = place_annotations(annotations, spec, {100, 200}, 1);
  CHECK(placed.cut_boxes == 1);
  CHECK(placed.empty_boxes == 3);
  REQUIRE(placed.objects[0].size() == 5);
  CHECK(bounds_of(placed.objects[0][0].outline) == Box{100, 50, 200, 75});
  CHECK(placed.objects[0][1].outline.empty());
  CHECK(bounds_of(placed.objects[0][4].outline) == Box{0, 0, 200, 100});
}
