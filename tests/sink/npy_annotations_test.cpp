#include <doctest/doctest.h>

#include <cstring>

#include "base/checksum.h"
#include "sample_annotations.h"
#include "sink/npy/header.h"
#include "temporary_folder.h"

using namespace augshard;

namespace {

using Extents = std::vector<std::int64_t>;

/// An array of a shard: its header, and its values as T.
template <class T>
struct TypedArray {
  NpyHeader header;
  std::vector<T> values;
};

template <class T>
TypedArray<T> typed_array_of(const TemporaryFolder& folder, const ShardEntry& shard, const std::string& part) {
  const auto path = folder.path() / "npy" / shard.paths.at(part);
  const auto bytes = file_bytes(path);
  const auto header = parse_npy_header(bytes);
  REQUIRE(header);
  CHECK(npy_file_size(*header) == bytes.size());
  CHECK(header->item_bytes == sizeof(T));
  for (const auto& file : shard.files) {
    if (folder.path() / file.path == path) CHECK(file.sha256 == sha256_hex(text_of(bytes)));
  }
  std::vector<T> values((bytes.size() - header->data_offset) / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), bytes.data() + header->data_offset, values.size() * sizeof(T));
  return {*header, values};
}

template <class T>
void check_array(const TemporaryFolder& folder, const ShardEntry& shard, const std::string& part,
                 const std::string& descr, const Extents& shape, const std::vector<T>& values) {
  const auto array = typed_array_of<T>(folder, shard, part);
  CHECK_MESSAGE(array.header.descr == descr, part);
  CHECK_MESSAGE(array.header.shape == shape, part);
  CHECK_MESSAGE(array.values == values, part);
}

}  // namespace

TEST_CASE("ragged boxes and keypoints are flat values and offsets") {
  const TemporaryFolder folder;
  const auto sink = make_sink(output("npy"), scene(), folder.path());
  const auto shard = write_shard(*sink, {"train", 0, 5, 3}, Scenes(), 0, 3);
  std::string parts;
  for (const auto& [part, path] : shard.paths) parts += part + " ";
  CHECK(parts ==
        "copy eyes.xyv image instances key marks.offsets marks.xyv mask objects.bbox objects.label objects.offsets "
        "pose.offsets pose.xyv ");
  CHECK(shard.paths.at("objects.bbox") == "train-00000-of-00005.objects.bbox.npy");

  check_array<float>(folder, shard, "objects.bbox", "<f4", {3, 4}, {0, 0, 3, 2, 1.5, 1, 6, 4, 3, 2, 4.5, 4});
  check_array<std::int64_t>(folder, shard, "objects.label", "<i8", {3}, {1, 0, 1});
  check_array<std::int64_t>(folder, shard, "objects.offsets", "<i8", {4}, {0, 2, 2, 3});
  check_array<float>(folder, shard, "pose.xyv", "<f4", {3, 2, 3},
                     {0.5, 0.5, 2, 0, 0, 0, 2, 3, 1, 0, 0, 0, 3.5, 2.5, 2, 3.5, 1.5, 2});
  check_array<std::int64_t>(folder, shard, "pose.offsets", "<i8", {4}, {0, 2, 2, 3});
  check_array<float>(folder, shard, "eyes.xyv", "<f4", {3, 2, 3},
                     {0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5, 1.5, 1, 4.5, 1.5, 2});
  check_array<float>(folder, shard, "marks.xyv", "<f4", {4, 3}, {6, 4, 2, 3, 1, 1, 0, 0, 2, 1.5, 2.5, 2});
  check_array<std::int64_t>(folder, shard, "marks.offsets", "<i8", {4}, {0, 3, 3, 4});
}

TEST_CASE("formats and double precision are the pipeline's") {
  const TemporaryFolder folder;
  auto spec = output("npy");
  spec.fields["objects"].box_format = BoxFormat::rel_cxcywh;
  spec.fields["objects"].float64 = true;
  spec.fields["pose"].keypoint_format = KeypointFormat::rel_xy;
  spec.fields["marks"].keypoint_format = KeypointFormat::xy;
  spec.fields["marks"].float64 = true;
  const auto shard = write_shard(*make_sink(spec, scene(), folder.path()), {"train", 0, 1, 1}, Scenes(), 2, 3);
  check_array<double>(folder, shard, "objects.bbox", "<f8", {1, 4}, {3.75 / 6, 0.75, 0.25, 0.5});
  check_array<float>(folder, shard, "pose.xy", "<f4", {1, 2, 2}, {4.0F / 6, 0.75, 4.0F / 6, 0.5});
  check_array<double>(folder, shard, "marks.xy", "<f8", {1, 2}, {1.5, 2.5});
  CHECK_FALSE(shard.paths.contains("marks.xyv"));
}

TEST_CASE("examples without boxes and shards without examples have arrays without rows") {
  const TemporaryFolder folder;
  const auto sink = make_sink(output("npy"), scene(), folder.path());
  const auto check = [&](const ShardEntry& shard, const std::vector<std::int64_t>& offsets) {
    const auto count = static_cast<std::int64_t>(offsets.size());
    check_array<float>(folder, shard, "objects.bbox", "<f4", {0, 4}, {});
    check_array<std::int64_t>(folder, shard, "objects.label", "<i8", {0}, {});
    check_array<float>(folder, shard, "pose.xyv", "<f4", {0, 2, 3}, {});
    check_array<float>(folder, shard, "marks.xyv", "<f4", {0, 3}, {});
    for (const char* part : {"objects.offsets", "pose.offsets", "marks.offsets"}) {
      check_array<std::int64_t>(folder, shard, part, "<i8", {count}, offsets);
    }
  };
  check(write_shard(*sink, {"train", 0, 3, 1}, Scenes(), 1, 2), {0, 0});
  check(write_shard(*sink, {"train", 1, 3, 0}, Scenes(), 0, 0), {0});
  check(write_shard(*sink, {"train", 2, 3, 4}, Scenes(), 0, 0), {0});
}

TEST_CASE("np.save's bytes of ragged boxes, golden") {
  const TemporaryFolder folder;
  const auto sink = make_sink(output("npy"), scene(), folder.path());
  const auto shard = write_shard(*sink, {"train", 0, 1, 3}, Scenes(), 0, 3);
  const auto hash = [&](const std::string& part) {
    return sha256_hex(*read_text(folder.path() / "npy" / shard.paths.at(part)));
  };
  CHECK(hash("objects.bbox") == "0deefcedbd85ebc57aba3dc6cc78b5cea860cadae734b8fd8d5328a761014baf");
  CHECK(hash("objects.label") == "276852c6b11038a0af6c8e9af9005f4cdb12a826dfd663e938f06cde2f6f1730");
  CHECK(hash("objects.offsets") == "42760d0c2075b77061569a4a5ca0f4d6e6a3a9bb1eefc6b9db447cc736a2e164");
  CHECK(hash("pose.xyv") == "fbac339029300705fbcb77ccfd50bb087f6fd8be9be675de371fbf44c495afb1");
}

TEST_CASE("boxes change no other array") {
  const TemporaryFolder with;
  const TemporaryFolder without;
  Dataset plain = scene();
  plain.boxes.clear();
  plain.keypoints.clear();
  const auto more = write_shard(*make_sink(output("npy"), scene(), with.path()), {"train", 0, 1, 3}, Scenes(), 0, 3);
  const auto less = write_shard(*make_sink(output("npy"), plain, without.path()), {"train", 0, 1, 3}, Scenes(), 0, 3);
  CHECK(less.files.size() == 5);
  for (const auto& file : less.files)
    CHECK(file_bytes(with.path() / file.path) == file_bytes(without.path() / file.path));
  CHECK(more.files.size() == 5 + 3 + 2 + 1 + 2);
}
