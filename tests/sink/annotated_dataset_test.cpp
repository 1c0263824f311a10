#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "sample_annotations.h"
#include "sink/inspect.h"
#include "sink/npy/header.h"
#include "temporary_folder.h"
#include "written_dataset.h"

using namespace augshard;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kOffsets = "npy/train-00000-of-00002.objects.offsets.npy";

/// An array file of int64 values.
std::string offsets_file(const std::vector<std::int64_t>& values, const std::string& descr = "<i8") {
  return npy_header(descr, {static_cast<std::int64_t>(values.size())}) + text_of(std::as_bytes(std::span(values)));
}

/// The dataset without the rest of a path but the array's name, and the message: what verify says of each.
std::string problems(const Verification& verification) {
  std::string text;
  for (const auto& problem : verification.problems) {
    text += problem.code + " " + problem.path.substr(problem.path.find('.') + 1) + ": " + problem.message + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("dataset.json describes boxes and keypoints, and counts them") {
  const TemporaryFolder folder;
  const auto manifest = write_dataset(folder.path(), scene(), Scenes());
  const Json json = Json::parse(manifest_text(manifest));
  CHECK(json["fields"]["instances"].dump() ==
        R"({"kind":"instance","dtype":"uint8","shape":[4,6,1],"boxes":"objects"})");
  CHECK(json["fields"]["objects"].dump() == R"({"kind":"boxes","classes":["person","car"]})");
  CHECK(json["fields"]["pose"].dump() ==
        R"({"kind":"keypoints","points":2,"names":["head","foot"],"boxes":"objects"})");
  CHECK(json["fields"]["marks"].dump() == R"({"kind":"keypoints","points":null})");
  const auto& statistics = json["statistics"]["train"];
  CHECK(statistics["objects"].dump() == R"({"boxes":{"0":1,"1":2},"dropped":3,"examples_without":1})");
  CHECK(statistics["pose"].dump() == R"({"absent":2,"hidden":1,"visible":3})");
  CHECK(statistics["marks"].dump() == R"({"absent":0,"hidden":1,"visible":3})");
  const auto& paths = json["outputs"][1]["shards"][0]["paths"];
  CHECK(paths["objects.bbox"] == "train-00000-of-00002.objects.bbox.npy");
  CHECK(paths["marks.offsets"] == "train-00000-of-00002.marks.offsets.npy");
}

TEST_CASE("sparse classes of boxes are an object by id") {
  Manifest manifest;
  manifest.pipeline = "{}";
  manifest.dataset = scene();
  manifest.dataset.boxes[0].classes = {{1, "person"}, {18, "dog"}};
  CHECK(Json::parse(manifest_text(manifest))["fields"]["objects"]["classes"].dump() == R"({"1":"person","18":"dog"})");
}

TEST_CASE("a whole dataset with boxes verifies") {
  const TemporaryFolder folder;
  write_dataset(folder.path(), scene(), Scenes());
  const auto verification = verify_dataset(folder.path());
  CHECK_MESSAGE(verification.problems.empty(), verification_text(verification));
  CHECK(verification.examples == 3);
}

TEST_CASE("verify holds offsets against the examples and against their flat arrays") {
  const TemporaryFolder folder;
  const auto manifest = write_dataset(folder.path(), scene(), Scenes());
  const auto check = [&](const std::string& path, const std::string& content, const std::string& wanted) {
    rewrite(folder.path(), path, content, manifest);
    CHECK(problems(verify_dataset(folder.path())) == wanted);
  };
  CHECK(*read_text(folder.path() / kOffsets) == offsets_file({0, 2, 2, 3}));
  SUBCASE("offsets that lead beyond, or not to, the end") {
    check(kOffsets, offsets_file({0, 2, 2, 4}),
          "count objects.bbox.npy: it has 3 rows, its offsets end at 4\n"
          "count objects.label.npy: it has 3 rows, its offsets end at 4\n");
  }
  SUBCASE("an offset too few") {
    check(kOffsets, offsets_file({0, 2, 3}),
          "count objects.offsets.npy: it has 3 offsets instead of 4, one more than examples\n");
  }
  SUBCASE("offsets that fall") {
    check(kOffsets, offsets_file({0, 2, 1, 3}), "npy objects.offsets.npy: its offsets fall from 2 to 1\n");
  }
  SUBCASE("offsets that do not start at 0, or not at all") {
    check(kOffsets, offsets_file({1, 2, 2, 3}), "npy objects.offsets.npy: its offsets do not start at 0\n");
    check(kOffsets, offsets_file({}), "npy objects.offsets.npy: its offsets do not start at 0\n");
  }
  SUBCASE("offsets that are no int64") {
    check(kOffsets, offsets_file({0, 2, 2, 3}, "<f8"),
          "npy objects.offsets.npy: offsets are int64 in one dimension, and it holds other values\n");
  }
  SUBCASE("offsets with trailing bytes") {
    const auto found = offsets_file({0, 2, 2, 3}) + "x";
    rewrite(folder.path(), kOffsets, found, manifest);
    CHECK(codes(verify_dataset(folder.path())) == std::vector<std::string>{"npy"});
  }
  SUBCASE("a flat array cut in front of a row") {
    check("npy/train-00000-of-00002.objects.label.npy", offsets_file({1, 0}),
          "count objects.label.npy: it has 2 rows, its offsets end at 3\n");
  }
  SUBCASE("a set of points too few, where there are no offsets") {
    check("npy/train-00000-of-00002.eyes.xyv.npy", offsets_file({1, 0}),
          "count eyes.xyv.npy: it has 2 examples instead of 3\n");
  }
}

TEST_CASE("inspect lists boxes and keypoints") {
  const TemporaryFolder folder;
  write_dataset(folder.path(), scene(), Scenes());
  const auto whole = inspect(folder.path());
  REQUIRE(whole);
  const auto text = inspection_text(*whole);
  for (const char* wanted :
       {"  instances  instance   uint8  4x6x1  of objects\n", "  objects    boxes                    2 classes\n",
        "  pose       keypoints                2 points, of objects\n",
        "  marks      keypoints                any number of points\n"}) {
    CHECK_MESSAGE(text.find(wanted) != std::string::npos, text);
  }
  CHECK((*whole)["outputs"][1]["sample"]["objects.bbox"]["shape"].dump() == "[3,4]");
  CHECK_MESSAGE(text.find("objects/bbox   float[8]   0.0, 0.0, 0.5, 0.5, 0.25, 0.25, 1.0, 1.0\n") != std::string::npos,
                text);
  CHECK(text.find("objects.offsets  4        int64    0, 2, 2, 3") != std::string::npos);
}
