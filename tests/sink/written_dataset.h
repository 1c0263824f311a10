#pragma once

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/checksum.h"
#include "base/files.h"
#include "sample_dataset.h"
#include "sink/manifest.h"
#include "sink/verify.h"

namespace augshard {

/// A pipeline with these targets and both outputs, whose options are those of output().
inline std::string pipeline_of(const Dataset& dataset, bool gzip) {
  using Json = nlohmann::json;
  Json source{{"type", "table"}, {"file", "list.csv"}, {"image", "image"}};
  Json targets = Json::object();
  for (std::size_t i = 1; i < dataset.fields.size(); ++i) {
    const Field& field = dataset.fields[i];
    source["masks"][field.name] = field.name;
    targets[field.name]["kind"] = name_of(field.mask_kind);
    if (field.boxes) targets[field.name]["boxes"] = *field.boxes;
  }
  for (const auto& field : dataset.boxes) {
    source["boxes"][field.name] = {{"column", field.name}, {"format", "xyxy"}};
    targets[field.name]["kind"] = "boxes";
  }
  for (const auto& field : dataset.keypoints) {
    source["keypoints"][field.name] = {{"column", field.name}, {"format", "xyv"}};
    targets[field.name] = {{"kind", "keypoints"}, {"convention", field.index_convention ? "index" : "edge"}};
    if (field.count) targets[field.name]["points"] = *field.count;
    if (field.boxes) targets[field.name]["boxes"] = *field.boxes;
  }
  Json tfrecord{{"type", "tfrecord"}, {"compression", gzip ? "gzip" : "none"}};
  Json splits{{"train", {{"fraction", 0.5}}}, {"val", {{"fraction", 0.5}}}};
  return Json{{"augshard", 1},      {"name", dataset.name}, {"source", source},
              {"targets", targets}, {"splits", splits},     {"outputs", {tfrecord, {{"type", "npy"}}}}}
      .dump();
}

inline FileEntry write_text(const std::filesystem::path& folder, const std::string& path, const std::string& text) {
  write_atomically(folder / path, text);
  return {path, text.size(), sha256_hex(text)};
}

/// examples.jsonl of a dataset whose examples are all of one split.
template <class List>
std::string examples_log(const std::string& split, const List& examples) {
  std::string text;
  std::int64_t row = 0;
  for (const auto& example : examples.all()) {
    const nlohmann::ordered_json line{{"split", split},
                                      {"row", row++},
                                      {"key", example.key},
                                      {"copy", example.copy},
                                      {"source", {{"image", example.key}}},
                                      {"draws", nlohmann::ordered_json::array()}};
    text += line.dump() + "\n";
  }
  return text;
}

inline constexpr const char* kRejectLine = R"({"key":"bad","path":"bad.png","code":"damaged","reason":"cut short"})";

/// Writes a whole small dataset, two shards of train (the first has three examples) and an empty one of val, in both
/// formats, with its ledgers. One record was rejected.
template <class List>
Manifest write_dataset(const std::filesystem::path& folder, const Dataset& dataset, const List& examples,
                       bool gzip = false) {
  const auto count = examples.all().size();
  const auto examples_written = static_cast<std::int64_t>(count);
  Manifest manifest;
  manifest.libraries = {{"zlib", "1"}, {"libpng", "2"}};
  manifest.seed = 2026;
  manifest.pipeline = pipeline_of(dataset, gzip);
  manifest.input_records = examples_written + 1;
  manifest.inputs_sha256 = sha256_hex("inputs");
  manifest.dataset = dataset;
  manifest.splits = {{"train", examples_written, examples_written, 1}, {"val", 0, 0, 0}};
  for (OutputSpec spec : {output("tfrecord"), output("npy")}) {
    spec.gzip = gzip && spec.type == "tfrecord";
    const auto sink = make_sink(spec, dataset, folder);
    OutputShards shards{spec.type, spec.path, {}};
    shards.shards.push_back(write_shard(*sink, {"train", 0, 2, 3}, examples, 0, 3));
    shards.shards.push_back(write_shard(*sink, {"train", 1, 2, 3}, examples, 3, count));
    shards.shards.push_back(write_shard(*sink, {"val", 0, 1, 0}, examples, 0, 0));
    for (const auto& file : sink->finish(shards.shards)) manifest.files.push_back(file);
    manifest.outputs.push_back(std::move(shards));
  }
  Sums sums;
  for (const auto& example : examples.all()) merge(sums, measure(dataset, example));
  manifest.statistics = {{"train", sums}};
  manifest.files.push_back(write_text(folder, "examples.jsonl", examples_log("train", examples)));
  manifest.files.push_back(write_text(folder, "rejects.jsonl", std::string(kRejectLine) + "\n"));
  write_manifest(folder, manifest);
  return manifest;
}

inline std::vector<std::string> codes(const Verification& verification) {
  std::vector<std::string> found;
  for (const auto& problem : verification.problems) found.push_back(problem.code);
  return found;
}

inline bool has_code(const Verification& verification, const std::string& code) {
  const auto found = codes(verification);
  return std::find(found.begin(), found.end(), code) != found.end();
}

/// Changes a file and makes dataset.json agree with the change, as a broken writer would.
inline void rewrite(const std::filesystem::path& folder, const std::string& path, const std::string& content,
                    Manifest manifest) {
  write_atomically(folder / path, content);
  const auto mend = [&](FileEntry& file) {
    if (file.path == path) file = {path, content.size(), sha256_hex(content)};
  };
  for (auto& file : manifest.files) mend(file);
  for (auto& output : manifest.outputs) {
    for (auto& shard : output.shards) std::for_each(shard.files.begin(), shard.files.end(), mend);
  }
  write_manifest(folder, manifest);
}

}  // namespace augshard
