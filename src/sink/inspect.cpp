#include "sink/inspect.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "base/files.h"
#include "base/json_nesting.h"
#include "sink/describe_shard.h"
#include "sink/manifest.h"
#include "sink/text.h"
#include "sink/tfrecord/record.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

bool is_npy(std::span<const std::byte> bytes) {
  constexpr std::string_view kMagic = "\x93NUMPY";
  return bytes.size() >= kMagic.size() &&
         std::string_view(reinterpret_cast<const char*>(bytes.data()), kMagic.size()) == kMagic;
}

/// A TFRecord has no magic, but the CRC of its first length is as good as one.
bool is_tfrecord(std::span<const std::byte> bytes) {
  const auto source = open_source(bytes);
  std::array<std::byte, kRecordHeader> header{};
  const auto got = source->read(header);
  if (!got) return true;  // damaged gzip: say so rather than "unknown"
  if (*got < header.size()) return *got == 0;
  std::uint32_t stored = 0;
  std::copy_n(header.begin() + 8, 4, std::as_writable_bytes(std::span(&stored, 1)).begin());
  return stored == masked_crc32c(std::span(header).first(8));
}

Expected<Json> inspect_shard(const fs::path& path) {
  const auto file = open_file(path);
  if (!file) return file.error();
  if (is_npy(file->bytes())) return describe_npy(file->bytes());
  if (is_tfrecord(file->bytes()) || path.string().find(".tfrecord") != std::string::npos) {
    return describe_tfrecord(file->bytes());
  }
  return Error{"format", path.string() + " is neither a TFRecord nor an NPY file",
               "give a dataset folder, or a shard of one"};
}

/// One shard of an output as an example of all: the first that holds records, else the first.
Json sample_of(const Json& shards) {
  for (const auto& shard : shards) {
    if (shard.at("examples").get<std::int64_t>() > 0) return shard;
  }
  return shards.empty() ? Json() : shards.front();
}

/// The first record of a shard: a tfrecord's features, or the arrays of an npy shard by field.
Json describe_sample(const fs::path& folder, const Json& shard) {
  const auto describe = [&](const std::string& name) {
    auto described = inspect_shard(folder / name);
    if (!described) return Json{{"error", described.error().message}};
    (*described)["path"] = name;
    return std::move(*described);
  };
  if (shard.is_null()) return shard;
  if (shard.contains("path")) return describe(shard.at("path").get<std::string>());
  Json arrays = Json::object();
  for (const auto& [field, name] : shard.at("paths").items()) arrays[field] = describe(name.get<std::string>());
  return arrays;
}

Json describe_output(const fs::path& folder, const Json& output) {
  const auto path = output.at("path").get<std::string>();
  std::int64_t examples = 0;
  for (const auto& shard : output.at("shards")) examples += shard.at("examples").get<std::int64_t>();
  return {{"type", output.at("type")},
          {"path", path},
          {"shards", output.at("shards").size()},
          {"examples", examples},
          {"sample", describe_sample(folder / path, sample_of(output.at("shards")))}};
}

/// A key in `wanted` that the object lacks throws, so that readers may rely on them.
void check_keys(const Json& object, std::initializer_list<const char*> wanted) {
  for (const char* key : wanted) static_cast<void>(object.at(key));
}

Json checked_splits(const Json& splits) {
  for (const auto& split : splits) check_keys(split, {"records", "examples", "rejected"});
  return splits;
}

Json checked_fields(const Json& fields) {
  for (const auto& field : fields) {
    const Json& kind = field.at("kind");
    if (kind == "keypoints") check_keys(field, {"points"});
    if (kind != "keypoints" && kind != "boxes") check_keys(field, {"dtype", "shape"});
  }
  return fields;
}

Expected<Json> inspect_complete(const fs::path& folder, const std::string& text) {
  try {
    const Json manifest = Json::parse(text);
    Json outputs = Json::array();
    for (const auto& output : manifest.at("outputs")) outputs.push_back(describe_output(folder, output));
    return Json{{"type", "dataset"},
                {"complete", true},
                {"name", manifest.at("name")},
                {"version", manifest.at("version")},
                {"seed", manifest.at("seed")},
                {"splits", checked_splits(manifest.at("splits"))},
                {"fields", checked_fields(manifest.at("fields"))},
                {"statistics", manifest.at("statistics")},
                {"outputs", std::move(outputs)}};
  } catch (const nlohmann::json::exception& problem) {
    return Error{"manifest", (folder / kManifestName).string() + " is damaged: " + problem.what(),
                 "run augshard verify on the folder"};
  }
}

Json inspect_unfinished(const fs::path& folder) {
  std::set<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->is_regular_file(error)) files.insert(valid_utf8(at->path().lexically_relative(folder).generic_string()));
  }
  return {{"type", "dataset"}, {"complete", false}, {"files", files}};
}

}  // namespace

Expected<Json> inspect(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return inspect_shard(path);
  if (!fs::exists(path / kManifestName, error)) return inspect_unfinished(path);
  const auto text = read_text(path / kManifestName);
  if (!text) return text.error();
  if (nests_too_deep(*text)) {
    return Error{"manifest", (path / kManifestName).string() + " is damaged: its values nest too deep",
                 "run augshard verify on the folder"};
  }
  return inspect_complete(path, *text);
}

}  // namespace augshard
