#include "sink/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/checksum.h"
#include "base/files.h"
#include "sink/classes.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kHashKey = "\"manifest_sha256\": \"";
constexpr std::size_t kHashDigits = 64;

Json extent(std::optional<int> value) { return value ? Json(*value) : Json(); }

Json shape_of(const Field& field) {
  const auto height = field.size ? std::optional(field.size->height) : std::nullopt;
  const auto width = field.size ? std::optional(field.size->width) : std::nullopt;
  return Json::array({extent(height), extent(width), extent(field.channels)});
}

/// A list where the ids are 0..n-1, else an object by id.
Json describe_classes(const std::map<std::int64_t, std::string>& declared) {
  const bool dense = has_dense_classes(declared);
  Json classes = dense ? Json::array() : Json::object();
  for (const auto& [id, name] : declared) {
    if (dense) {
      classes.push_back(name);
    } else {
      classes[std::to_string(id)] = name;
    }
  }
  return classes;
}

Json describe(const Field& field) {
  Json json{{"kind", field.is_image ? std::string_view("image") : name_of(field.mask_kind)},
            {"dtype", name_of(field.dtype)},
            {"shape", shape_of(field)}};
  if (!field.classes.empty()) json["classes"] = describe_classes(field.classes);
  if (field.ignore) json["ignore"] = *field.ignore;
  if (field.boxes) json["boxes"] = *field.boxes;
  return json;
}

Json describe(const BoxesField& field) {
  Json json{{"kind", "boxes"}};
  if (!field.classes.empty()) json["classes"] = describe_classes(field.classes);
  return json;
}

Json describe(const KeypointsField& field) {
  Json json{{"kind", "keypoints"}, {"points", extent(field.count)}};
  if (!field.names.empty()) json["names"] = field.names;
  if (field.boxes) json["boxes"] = *field.boxes;
  return json;
}

Json describe_fields(const Dataset& dataset) {
  Json fields = Json::object();
  for (const auto& field : dataset.fields) fields[field.name] = describe(field);
  for (const auto& field : dataset.boxes) fields[field.name] = describe(field);
  for (const auto& field : dataset.keypoints) fields[field.name] = describe(field);
  return fields;
}

Json describe(const SplitCounts& split) {
  return {{"records", split.records}, {"examples", split.examples}, {"rejected", split.rejected}};
}

Json describe(const ShardEntry& shard) {
  Json json{{"split", shard.name.split}};
  const auto single = shard.paths.find("");
  if (single != shard.paths.end()) {
    json["path"] = single->second;
  } else {
    json["paths"] = shard.paths;
  }
  json["examples"] = shard.examples;
  return json;
}

Json describe(const OutputShards& output) {
  Json shards = Json::array();
  for (const auto& shard : output.shards) shards.push_back(describe(shard));
  return {{"type", output.type}, {"path", output.path}, {"shards", std::move(shards)}};
}

Json describe_files(const Manifest& manifest) {
  std::vector<FileEntry> files = manifest.files;
  for (const auto& output : manifest.outputs) {
    for (const auto& shard : output.shards) files.insert(files.end(), shard.files.begin(), shard.files.end());
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  Json list = Json::array();
  for (const auto& file : files) list.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  return list;
}

Json describe(const Manifest& manifest) {
  Json splits = Json::object();
  for (const auto& split : manifest.splits) splits[split.name] = describe(split);
  Json outputs = Json::array();
  for (const auto& output : manifest.outputs) outputs.push_back(describe(output));
  Json statistics = Json::object();
  for (const auto& entry : manifest.statistics) {
    statistics[entry.split] = describe_sums(manifest.dataset, entry.sums);
  }
  return {{"augshard", AUGSHARD_VERSION},
          {"libraries", manifest.libraries},
          {"format", 1},
          {"name", manifest.dataset.name},
          {"version", manifest.dataset.version},
          {"seed", manifest.seed},
          {"limit", manifest.limit ? Json(*manifest.limit) : Json()},
          {"pipeline", Json::parse(manifest.pipeline)},
          {"pipeline_sha256", sha256_hex(manifest.pipeline)},
          {"inputs", {{"records", manifest.input_records}, {"sha256", manifest.inputs_sha256}}},
          {"splits", std::move(splits)},
          {"fields", describe_fields(manifest.dataset)},
          {"outputs", std::move(outputs)},
          {"statistics", std::move(statistics)},
          {"files", describe_files(manifest)},
          {"manifest_sha256", ""}};
}

}  // namespace

std::string manifest_text(const Manifest& manifest) {
  std::string text = describe(manifest).dump(2) + "\n";
  const std::string hash = sha256_hex(text);
  return text.insert(text.rfind(kHashKey) + kHashKey.size(), hash);
}

void write_manifest(const std::filesystem::path& folder, const Manifest& manifest) {
  write_atomically(folder / kManifestName, manifest_text(manifest));
}

// The value stands last, so a class or a path that reads like the key cannot be taken for it.
bool is_intact_manifest(std::string_view text) {
  const std::size_t key = text.rfind(kHashKey);
  if (key == std::string_view::npos) return false;
  const std::size_t start = key + kHashKey.size();
  const std::string_view hash = text.substr(start, kHashDigits);
  std::string emptied(text.substr(0, start));
  if (text.size() >= start + hash.size()) emptied += text.substr(start + hash.size());
  return sha256_hex(emptied) == hash;
}

}  // namespace augshard
