#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "codec/codec.h"
#include "records.h"
#include "sample_annotations.h"
#include "temporary_folder.h"

using namespace augshard;

namespace {

FloatList floats(const Features& features, const std::string& key) { return std::get<FloatList>(features.at(key)); }

Int64List integers(const Features& features, const std::string& key) { return std::get<Int64List>(features.at(key)); }

OutputSpec preset(const std::string& name) {
  OutputSpec spec = raw_tfrecord();
  spec.preset = name;
  return spec;
}

/// features.json and label files of the scene in this output.
struct TfdsFiles {
  nlohmann::ordered_json features;
  std::vector<std::string> paths;
};

TfdsFiles tfds_files(const OutputSpec& spec, const Dataset& dataset, const TemporaryFolder& folder) {
  TfdsFiles files;
  for (const auto& file : make_sink(spec, dataset, folder.path())->finish({})) files.paths.push_back(file.path);
  files.features = json_file(folder.path() / "tfrecord/features.json")["featuresDict"]["features"];
  return files;
}

std::string mask_text(std::span<const std::byte> png) {
  const auto header = read_header(png);
  REQUIRE(header);
  CHECK(header->bits == 8);
  CHECK(header->channels == 1);
  const auto mask = decode_image(png, *header);
  REQUIRE(mask);
  std::string text;
  for (const auto id : mask->values<std::uint8_t>()) text += std::to_string(id);
  return text;
}

}  // namespace

TEST_CASE("an Example with boxes, golden: protobuf's deterministic bytes") {
  Dataset dataset{"demo", "1.0.0", {{"image", true, MaskKind::label, DType::uint8, Size{1, 2}, 1}}};
  dataset.boxes = {{"objects", {}}};
  dataset.keypoints = {{"pose", 1, {}, "objects", false}};
  const auto image = counting<std::uint8_t>(Size{1, 2}, 1, DType::uint8, 1);
  const TemporaryFolder folder;
  const auto sink = make_sink(raw_tfrecord(), dataset, folder.path());
  const auto bytes_with = [&](ExampleBoxes boxes, std::vector<KeypointSet> sets) {
    const auto record = sink->encode({"k", 1, {}, {&image}, {std::move(boxes)}, {std::move(sets)}})->parts.at(0);
    return to_hex(std::span(record).subspan(kRecordHeader, record.size() - kRecordHeader - kRecordFooter));
  };
  CHECK(bytes_with({{{{0.5, 0, 2, 1}, 3}, {{0, 0.25, 1, 0.5}, -1}}, 0}, {{{0.5, 1}}, {{0, 0, Visibility::absent}}}) ==
        "0aac010a0d0a04636f707912051a030a01010a0f0a05696d61676512060a040a0201020a0c0a036b657912050a030a01"
        "6b0a340a0c6f626a656374732f62626f78122412220a20000000000000803e0000803f0000803f0000803e0000000000"
        "00003f0000003f0a200a0d6f626a656374732f6c6162656c120f1a0d0a0b03ffffffffffffffffff010a240a04706f73"
        "65121c121a0a180000003f0000803f00000040000000000000000000000000");
  CHECK(bytes_with({}, {}) ==
        "0a630a0d0a04636f707912051a030a01010a0f0a05696d61676512060a040a0201020a0c0a036b657912050a030a016b"
        "0a120a0c6f626a656374732f62626f78120212000a130a0d6f626a656374732f6c6162656c12021a000a0a0a04706f73"
        "6512021200");
}

TEST_CASE("tfds: boxes are fractions y before x, keypoints the numbers of all sets") {
  const Scenes scenes;
  std::vector<std::byte> record;
  SUBCASE("two boxes") {
    const auto features = written(raw_tfrecord(), scene(), scenes[0], record);
    CHECK(keys_of(features) == "copy eyes image instances key marks mask objects/bbox objects/label pose ");
    CHECK(floats(features, "objects/bbox") == FloatList{0, 0, 0.5, 0.5, 0.25, 0.25, 1, 1});
    CHECK(integers(features, "objects/label") == Int64List{1, 0});
    CHECK(floats(features, "pose") == FloatList{0.5, 0.5, 2, 0, 0, 0, 2, 3, 1, 0, 0, 0});
    CHECK(floats(features, "eyes") == FloatList{0, 0, 2, 0, 0, 0});
    CHECK(floats(features, "marks") == FloatList{6, 4, 2, 3, 1, 1, 0, 0, 2});
  }
  SUBCASE("no box: lists of their kind with nothing in them") {
    const auto features = written(raw_tfrecord(), scene(), scenes[1], record);
    CHECK(floats(features, "objects/bbox").empty());
    CHECK(integers(features, "objects/label").empty());
    CHECK(floats(features, "pose").empty());
    CHECK(floats(features, "marks").empty());
    CHECK(floats(features, "eyes") == FloatList(6, 0));
  }
}

TEST_CASE("tfds: formats are the pipeline's") {
  const Scenes scenes;
  auto spec = raw_tfrecord();
  spec.fields["objects"].box_format = BoxFormat::cxcywh;
  spec.fields["pose"].keypoint_format = KeypointFormat::xy;
  spec.fields["marks"].keypoint_format = KeypointFormat::rel_xyv;
  std::vector<std::byte> record;
  const auto features = written(spec, scene(), scenes[2], record);
  CHECK(floats(features, "objects/bbox") == FloatList{3.75, 3, 1.5, 2});
  CHECK(floats(features, "pose") == FloatList{3.5, 2.5, 3.5, 1.5});
  CHECK(floats(features, "marks") == FloatList{0.25, 0.625, 2});
}

TEST_CASE("tfds: what clipping left a rounding error beyond the image is at its edge") {
  const Scenes scenes;
  Example example = scenes[2];
  example.boxes[0].boxes[0].box = {-1e-17, -1e-300, std::nextafter(6.0, 7.0), std::nextafter(4.0, 5.0)};
  std::vector<std::byte> record;
  const auto features = written(raw_tfrecord(), scene(), example, record);
  CHECK(floats(features, "objects/bbox") == FloatList{0, 0, 1, 1});
}

TEST_CASE("sets of keypoints that do not go with the boxes are a mistake of the caller") {
  const Scenes scenes;
  const TemporaryFolder folder;
  for (const char* type : {"tfrecord", "npy"}) {
    const auto sink = make_sink(output(type), scene(), folder.path());
    Example example = scenes[0];
    example.keypoints[0].pop_back();
    CHECK_THROWS(static_cast<void>(sink->encode(example)));
    example = scenes[0];
    example.keypoints[1][0].pop_back();
    CHECK_THROWS(static_cast<void>(sink->encode(example)));
    example = scenes[0];
    example.keypoints[2].clear();
    CHECK_THROWS(static_cast<void>(sink->encode(example)));
  }
}

TEST_CASE("features.json of boxes and keypoints, and the label file of boxes") {
  const TemporaryFolder folder;
  const auto files = tfds_files(output("tfrecord"), scene(), folder);
  CHECK(files.paths == std::vector<std::string>{"tfrecord/features.json", "tfrecord/dataset_info.json",
                                                "tfrecord/mask.labels.txt", "tfrecord/objects-label.labels.txt"});
  CHECK(*read_text(folder.path() / "tfrecord/objects-label.labels.txt") == "person\ncar\n");
  CHECK(
      files.features["objects"].dump() ==
      R"({"pythonClassName":"tensorflow_datasets.core.features.sequence_feature.Sequence","sequence":{"feature":)"
      R"({"pythonClassName":"tensorflow_datasets.core.features.features_dict.FeaturesDict","featuresDict":{"features":)"
      R"({"bbox":{"pythonClassName":"tensorflow_datasets.core.features.bounding_boxes.BBoxFeature","boundingBox":)"
      R"({"shape":{"dimensions":["4"]},"dtype":"float32"}},)"
      R"("label":{"pythonClassName":"tensorflow_datasets.core.features.class_label_feature.ClassLabel","classLabel":)"
      R"({"numClasses":"2"}}}}},"length":"-1"}})");
  CHECK(files.features["pose"].dump() ==
        R"({"pythonClassName":"tensorflow_datasets.core.features.sequence_feature.Sequence","sequence":{"feature":)"
        R"({"pythonClassName":"tensorflow_datasets.core.features.tensor_feature.Tensor","tensor":)"
        R"({"shape":{"dimensions":["2","3"]},"dtype":"float32","encoding":"none"}},"length":"-1"}})");
  CHECK(files.features["eyes"]["tensor"].dump() ==
        R"({"shape":{"dimensions":["2","3"]},"dtype":"float32","encoding":"none"})");
  CHECK(files.features["marks"]["tensor"].dump() ==
        R"({"shape":{"dimensions":["-1","3"]},"dtype":"float32","encoding":"none"})");
  const auto info = json_file(folder.path() / "tfrecord/dataset_info.json");
  CHECK(info["supervisedKeys"].dump() == R"({"tuple":{"items":[{"featureKey":"image"},{"featureKey":"mask"}]}})");
}

TEST_CASE("boxes of another format and labels of sparse classes are tensors") {
  const TemporaryFolder folder;
  Dataset dataset = scene();
  dataset.boxes[0].classes = {{1, "person"}, {7, "car"}};
  auto spec = output("tfrecord");
  spec.fields["objects"].box_format = BoxFormat::xyxy;
  spec.fields["eyes"].keypoint_format = KeypointFormat::rel_xy;
  const auto files = tfds_files(spec, dataset, folder);
  CHECK(files.paths.size() == 3);
  const auto& parts = files.features["objects"]["sequence"]["feature"]["featuresDict"]["features"];
  CHECK(parts["bbox"]["tensor"].dump() == R"({"shape":{"dimensions":["4"]},"dtype":"float32","encoding":"none"})");
  CHECK(parts["label"]["tensor"].dump() == R"({"shape":{},"dtype":"int64","encoding":"none"})");
  CHECK(files.features["eyes"]["tensor"]["shape"]["dimensions"].dump() == R"(["2","2"])");
}

TEST_CASE("detection: lists a side, class names, and a mask of 0 and 1 a box") {
  const Scenes scenes;
  Dataset dataset = scene();
  dataset.boxes[0].classes = {{1, "car"}};
  std::vector<std::byte> record;
  SUBCASE("two boxes") {
    const auto features = written(preset("detection"), dataset, scenes[0], record);
    CHECK(keys_of(features) ==
          "copy image/channels image/encoded image/filename image/format image/height image/key/sha256 "
          "image/object/bbox/xmax image/object/bbox/xmin image/object/bbox/ymax image/object/bbox/ymin "
          "image/object/class/label image/object/class/text image/object/mask image/source_id image/width key ");
    CHECK(floats(features, "image/object/bbox/xmin") == FloatList{0, 0.25});
    CHECK(floats(features, "image/object/bbox/ymin") == FloatList{0, 0.25});
    CHECK(floats(features, "image/object/bbox/xmax") == FloatList{0.5, 1});
    CHECK(floats(features, "image/object/bbox/ymax") == FloatList{0.5, 1});
    CHECK(integers(features, "image/object/class/label") == Int64List{1, 0});
    const auto& names = std::get<BytesList>(features.at("image/object/class/text"));
    REQUIRE(names.size() == 2);
    CHECK(text_of(names[0]) == "car");
    CHECK(names[1].empty());
    const auto& masks = std::get<BytesList>(features.at("image/object/mask"));
    REQUIRE(masks.size() == 2);
    CHECK(mask_text(masks[0]) == "010010010010010010010010");
    CHECK(mask_text(masks[1]) == "001001001001001001001001");
  }
  SUBCASE("no box") {
    const auto features = written(preset("detection"), dataset, scenes[1], record);
    CHECK(floats(features, "image/object/bbox/ymax").empty());
    CHECK(integers(features, "image/object/class/label").empty());
    CHECK(std::get<BytesList>(features.at("image/object/class/text")).empty());
    CHECK(std::get<BytesList>(features.at("image/object/mask")).empty());
  }
  SUBCASE("no mask of these boxes") {
    dataset.fields[2].boxes.reset();
    const auto features = written(preset("detection"), dataset, scenes[0], record);
    CHECK_FALSE(features.contains("image/object/mask"));
    CHECK(features.contains("image/object/bbox/xmin"));
  }
}

TEST_CASE("deeplab leaves boxes and keypoints out") {
  const Scenes scenes;
  std::vector<std::byte> record;
  CHECK(keys_of(written(preset("deeplab"), scene(), scenes[0], record)) ==
        "copy image/channels image/encoded image/filename image/format image/height "
        "image/segmentation/class/encoded image/segmentation/class/format image/width key ");
}

TEST_CASE("what an output leaves out of boxes and keypoints is said before the run") {
  Dataset dataset = scene();
  dataset.boxes.push_back({"parts", {}});
  const auto messages = [&](const OutputSpec& spec) {
    std::string text;
    for (const auto& found : check_output(spec, dataset)) {
      CHECK(found.severity == Severity::warning);
      CHECK_FALSE(found.hint.empty());
      text += found.pointer + " " + found.message + "\n";
    }
    return text;
  };
  const auto left_out = [](const std::string& spec, const std::string& field) {
    return "/outputs/0/preset the preset \"" + spec + "\" has no key for \"" + field + "\"; it is left out\n";
  };
  CHECK(messages(output("tfrecord")).empty());
  CHECK(messages(output("npy")).empty());
  CHECK(messages(preset("deeplab")) == left_out("deeplab", "instances") + left_out("deeplab", "objects") +
                                           left_out("deeplab", "parts") + left_out("deeplab", "pose") +
                                           left_out("deeplab", "eyes") + left_out("deeplab", "marks"));
  dataset.boxes[0].classes = {{1, "person"}};
  const std::string others = left_out("detection", "mask") + left_out("detection", "parts") +
                             left_out("detection", "pose") + left_out("detection", "eyes") +
                             left_out("detection", "marks");
  auto spec = preset("detection");
  CHECK(messages(spec) == others);
  dataset.boxes[0].classes = {{0, "person"}, {1, "car"}};
  spec.fields["objects"].box_format = BoxFormat::xywh;
  CHECK(messages(spec) == others +
                              "/outputs/0/preset the class 0 of \"objects\", \"person\", would be taken for the "
                              "background: readers of \"detection\" keep 0 for it\n"
                              "/outputs/0/fields/objects/format the format of \"objects\" has no effect: \"detection\" "
                              "holds corners as fractions of the image\n");
}

TEST_CASE("class names of boxes must fit in a label file, attributes must not be called like targets") {
  Dataset dataset = scene();
  auto spec = output("tfrecord");
  dataset.boxes[0].classes[1] = " ";
  CHECK(check_output(spec, dataset).size() == 1);
  CHECK(has_errors(check_output(spec, dataset)));
  dataset.boxes[0].classes = {{1, " "}};
  CHECK(check_output(spec, dataset).empty());
  spec.attributes = {"pose", "city", "objects"};
  CHECK(codes_and_pointers(check_output(spec, dataset)) ==
        "error /outputs/0/attributes/0\nerror /outputs/0/attributes/2\n");
}

TEST_CASE("boxes and keypoints count in the estimate") {
  Dataset without = scene();
  without.boxes.clear();
  without.keypoints.clear();
  for (const char* type : {"tfrecord", "npy"}) {
    CHECK(estimated_bytes(output(type), scene(), Size{4, 6}) > estimated_bytes(output(type), without, Size{4, 6}));
  }
}
