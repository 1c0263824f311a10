// Boxes and keypoints in a pipeline: where they come from, what they mean, how they are written.
#include <doctest/doctest.h>

#include "spec/load.h"

using namespace augshard;

namespace {

Spec good_spec(const std::string& text) {
  LoadedSpec loaded = parse_pipeline(text, "jobs/p.json", {});
  for (const Diagnostic& d : loaded.diagnostics) MESSAGE(format(d));
  REQUIRE(loaded.spec);
  return std::move(*loaded.spec);
}

}  // namespace

TEST_CASE("a table names columns of boxes and keypoints, and targets say what is kept") {
  const Spec spec = good_spec(R"({"augshard": 1, "name": "a",
    "source": {"type": "table", "file": "l.jsonl", "image": "image", "masks": {"cells": "cells"},
      "boxes": {"objects": {"column": "boxes", "format": "rel_cxcywh", "labels": "classes"}, "areas": {"column": "a", "format": "yxyx"}},
      "keypoints": {"pose": {"column": "points", "format": "xyv"}, "spots": {"column": "s", "format": "rel_xy"}}},
    "targets": {
      "objects": {"kind": "boxes", "classes": ["car", "left", "right"], "flip_label_swap": [["left", 2]],
                  "min_area_px": 9, "min_side_px": 2.5, "min_visibility": 0.3},
      "pose": {"kind": "keypoints", "points": ["nose", "l", "r"], "flip_pairs": [["l", "r"]], "boxes": "objects", "convention": "edge"},
      "cells": {"kind": "instance", "boxes": "objects"}},
    "outputs": [{"type": "tfrecord", "fields": {"objects": {"format": "xywh"}, "pose": {"format": "xy"}}},
                {"type": "npy", "fields": {"objects": {"format": "rel_xyxy", "dtype": "float64"}, "spots": {"format": "rel_xy"}}}]})");
  REQUIRE(spec.source.boxes.size() == 2);
  CHECK(spec.source.boxes[1].name == "objects");
  CHECK(spec.source.boxes[1].column == "boxes");
  CHECK(spec.source.boxes[1].labels == "classes");
  CHECK(spec.source.boxes[1].format == BoxFormat::rel_cxcywh);
  CHECK(spec.source.boxes[0].format == BoxFormat::yxyx);
  CHECK(spec.source.keypoints[0].format == KeypointFormat::xyv);
  CHECK(spec.source.keypoints[1].format == KeypointFormat::rel_xy);

  const BoxesTarget& objects = spec.boxes.at(1);
  CHECK(objects.name == "objects");
  CHECK(objects.classes.at(0) == "car");
  CHECK(objects.flip_label_swap == LabelSwaps{{1, 2}});
  CHECK(objects.min_area_px == 9);
  CHECK(objects.min_side_px == 2.5);
  CHECK(objects.min_visibility == 0.3);
  CHECK(spec.boxes.at(0).min_visibility == 0);

  const KeypointsTarget& pose = spec.keypoints.at(0);
  CHECK(pose.count == 3);
  CHECK(pose.flip_pairs == std::vector<std::pair<int, int>>{{1, 2}});
  CHECK(pose.boxes == 1);
  CHECK_FALSE(pose.index_convention);
  CHECK_FALSE(spec.keypoints.at(1).count);
  CHECK_FALSE(spec.keypoints.at(1).boxes);
  CHECK(spec.keypoints.at(1).index_convention);
  CHECK(spec.masks.at(0).boxes == 1);

  CHECK(spec.outputs[0].fields.at("objects").box_format == BoxFormat::xywh);
  CHECK(spec.outputs[0].fields.at("pose").keypoint_format == KeypointFormat::xy);
  CHECK(spec.outputs[1].fields.at("objects").float64);
  CHECK_FALSE(spec.outputs[1].fields.at("spots").float64);
}

TEST_CASE("the boxes, keypoints and instance masks of a coco source go together") {
  const Spec spec = good_spec(R"({"augshard": 1, "name": "a",
    "source": {"type": "coco", "file": "i.json", "masks": {"mask": "segmentation", "things": "segmentation"},
      "boxes": {"objects": "bbox"}, "keypoints": {"pose": "keypoints"},
      "category_ids": "contiguous", "overlap": "file_order", "unannotated": "skip"},
    "targets": {"things": {"kind": "instance"}, "pose": {"kind": "keypoints", "points": 17}},
    "outputs": [{"type": "tfrecord"}]})");
  CHECK(spec.source.file == "jobs/i.json");
  CHECK(spec.source.root == "jobs");
  CHECK(spec.source.contiguous_ids);
  CHECK(spec.source.overlap == Overlap::file_order);
  CHECK(spec.source.skip_unannotated);
  CHECK_FALSE(spec.masks[0].boxes);
  CHECK(spec.masks[1].boxes == 0);
  CHECK(spec.keypoints[0].boxes == 0);
  CHECK(spec.keypoints[0].count == 17);
}
