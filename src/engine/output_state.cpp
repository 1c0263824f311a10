#include "engine/output_state.h"

#include <nlohmann/json.hpp>

#include "base/checksum.h"
#include "base/files.h"
#include "base/json_nesting.h"
#include "base/temporaries.h"
#include "engine/libraries.h"
#include "sink/manifest.h"

namespace augshard {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kIdentityName = "run.json";

/// A manifest or a noted identity; nothing for anything else.
std::optional<Json> read_identity(const fs::path& path) {
  const auto text = read_text(path);
  if (!text || nests_too_deep(*text)) return std::nullopt;
  Json json = Json::parse(*text, nullptr, false);
  // Other programs write a dataset.json too.
  const bool is_ours = json.is_object() && json.contains("augshard") && json.contains("pipeline");
  return is_ours ? std::optional(std::move(json)) : std::nullopt;
}

std::string shown(const Json& value) { return value.is_null() ? "none" : value.dump(); }

// The first places where two pipelines differ.
std::vector<std::string> pipeline_differences(const Json& there, const Json& now) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string> places;
  const auto patch = nlohmann::json::diff(nlohmann::json(there), nlohmann::json(now));
  for (const auto& change : patch) {
    if (places.size() == kMost) {
      places.emplace_back("more of the pipeline");
      break;
    }
    places.push_back(change.at("path").get<std::string>() + " of the pipeline");
  }
  return places;
}

std::vector<std::string> differences_of(const Json& there, const Json& now) {
  std::vector<std::string> differences = version_differences(there, now);
  const std::vector<std::string> of_job = job_differences(there, now);
  differences.insert(differences.end(), of_job.begin(), of_job.end());
  return differences;
}

void compare(std::vector<std::string>& differences, const Json& there, const Json& now, const char* key,
             const std::string& name) {
  const Json before = there.value(key, Json());
  if (before != now.at(key))
    differences.push_back(name + " (" + shown(before) + " there, " + shown(now.at(key)) + " now)");
}

// A run that died before it noted what it is had not begun to write.
bool holds_nothing(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename() != kStateFolder) return false;
  }
  return !fs::exists(folder / kStateFolder / kIdentityName, error);
}

// Folders of outputs, as the pipeline of a run names them; never one outside, whatever a changed file may say.
std::vector<fs::path> output_paths(const Json& identity) {
  std::vector<fs::path> paths;
  for (const auto& output : identity.value("pipeline", Json::object()).value("outputs", Json::array())) {
    const fs::path path = fs::path(output.value("path", output.value("type", ""))).lexically_normal();
    if (path.is_relative() && !path.empty() && *path.begin() != ".." && *path.begin() != ".") paths.push_back(path);
  }
  return paths;
}

}  // namespace

Json identity_of(const Spec& spec, const Survey& survey, std::optional<std::int64_t> limit) {
  return {{"augshard", AUGSHARD_VERSION},
          {"libraries", library_versions()},
          {"pipeline", Json::parse(spec.canonical)},
          {"seed", spec.seed},
          {"limit", limit ? Json(*limit) : Json()},
          {"inputs", {{"records", survey.records.size()}, {"sha256", survey.inputs_sha256}}}};
}

std::vector<std::string> version_differences(const Json& there, const Json& now) {
  std::vector<std::string> differences;
  compare(differences, there, now, "augshard", "the version of augshard");
  compare(differences, there, now, "libraries", "the libraries");
  return differences;
}

std::vector<std::string> job_differences(const Json& there, const Json& now) {
  std::vector<std::string> differences = pipeline_differences(there.value("pipeline", Json()), now.at("pipeline"));
  compare(differences, there, now, "seed", "the seed");
  compare(differences, there, now, "limit", "the limit");
  if (there.value("inputs", Json()) != now.at("inputs")) {
    differences.emplace_back("the input list (keys, paths, sizes or annotations of the records)");
  }
  return differences;
}

OutputState examine_output(const fs::path& folder, const Json& identity) {
  using Kind = OutputState::Kind;
  std::error_code error;
  if (!fs::exists(folder, error) || holds_nothing(folder)) return {};
  if (const auto manifest = read_identity(folder / kManifestName)) {
    return {Kind::complete, differences_of(*manifest, identity)};
  }
  if (const auto begun = read_identity(folder / kStateFolder / kIdentityName)) {
    return {Kind::unfinished, differences_of(*begun, identity)};
  }
  return {Kind::foreign, {}};
}

void clear_output(const fs::path& folder) {
  auto identity = read_identity(folder / kManifestName);
  // The manifest goes first, durably: no power cut may bring it back to shards that are gone.
  remove_recursively(folder / kManifestName);
  if (identity) sync_folder(folder);
  if (!identity) identity = read_identity(folder / kStateFolder / kIdentityName);
  for (const fs::path& path : output_paths(identity.value_or(Json::object()))) {
    remove_recursively(folder / path);
  }
  for (const char* name : {"examples.jsonl", "rejects.jsonl"}) remove_recursively(folder / name);
  remove_recursively(folder / kStateFolder);
}

void clear_state(const fs::path& folder) {
  sweep_stale_temporaries(folder);
  remove_recursively(folder / kStateFolder);
}

void write_identity(const fs::path& folder, const Json& identity) {
  write_atomically(folder / kStateFolder / kIdentityName, identity.dump(2) + "\n");
}

}  // namespace augshard
