#include "sink/verify.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/checksum.h"
#include "base/counted.h"
#include "base/files.h"
#include "base/json_nesting.h"
#include "sink/manifest.h"
#include "sink/shard_file.h"
#include "sink/verified_folder.h"
#include "sink/verify_declared.h"
#include "sink/verify_ledgers.h"
#include "sink/verify_rows.h"
#include "sink/verify_shards.h"
#include "sink/verify_statistics.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

class Verifier {
 public:
  explicit Verifier(const fs::path& path) : path_(path), folder_(path) {}

  Verification run() && {
    check();
    result_.problems = std::move(folder_).problems();
    return std::move(result_);
  }

 private:
  void check() {
    const auto text = read_text(path_ / kManifestName);
    if (!text) {
      folder_.report("incomplete", kManifestName, "there is no dataset.json: the dataset is not complete");
      return;
    }
    if (nests_too_deep(*text)) {
      folder_.report("manifest", kManifestName, "it cannot be read as a manifest: its values nest too deep");
      return;
    }
    try {
      const Json manifest = Json::parse(*text);
      if (!is_intact_manifest(*text)) folder_.report("manifest", kManifestName, "its own manifest_sha256 does not fit");
      check_files(manifest.at("files"));
      read_fields(manifest);
      check_pipeline_hash(manifest);
      check_outputs(manifest);
      folder_.note_extra_files();
    } catch (const nlohmann::json::exception& problem) {
      folder_.report("manifest", kManifestName, std::string("it cannot be read as a manifest: ") + problem.what());
    }
  }

  // A pipeline of another version may be sound though this one does not know it: that is only worth knowing.
  void read_fields(const Json& manifest) {
    auto declared = read_declared(manifest);
    if (declared) {
      declared_ = std::move(*declared);
      return;
    }
    const bool is_other = declared.error().code == "pipeline" && manifest.at("augshard") != AUGSHARD_VERSION;
    const Error& error = declared.error();
    if (is_other) return folder_.note(error.code, kManifestName, error.message);
    folder_.report(error.code, kManifestName, error.message);
  }

  void check_files(const Json& files) {
    for (const auto& entry : files) {
      const auto path = entry.at("path").get<std::string>();
      folder_.list(path);
      const auto file = folder_.open(path);
      if (!file) {
        folder_.report("missing", path,
                       is_inside(path) ? "the file is missing or cannot be read" : "not a path in the folder");
        continue;
      }
      check_bytes(path, file->bytes(), entry.at("bytes").get<std::uint64_t>(), entry.at("sha256").get<std::string>());
    }
  }

  void check_bytes(const std::string& path, std::span<const std::byte> bytes, std::uint64_t size,
                   const std::string& sha256) {
    ++result_.files;
    result_.bytes += bytes.size();
    if (bytes.size() != size) {
      folder_.report("size", path,
                     "it has " + std::to_string(bytes.size()) + " bytes instead of " + std::to_string(size));
      return;
    }
    Sha256 hash;
    hash.update(bytes);
    if (hash.hex() != sha256) folder_.report("checksum", path, "its content has changed: the SHA-256 does not fit");
  }

  void check_pipeline_hash(const Json& manifest) {
    // The hash is over the text with its keys sorted.
    const std::string canonical = nlohmann::json(manifest.at("pipeline")).dump();
    if (manifest.at("pipeline_sha256") == sha256_hex(canonical)) return;
    folder_.report("manifest", kManifestName, "its pipeline_sha256 is not that of its pipeline");
  }

  /// An output with what its shards hold, as far as they have been read.
  struct Output {
    const Json* shards = nullptr;
    VerifiedOutput place;
    std::map<std::string, std::int64_t> examples;
    FoundSums sums;
  };

  void check_outputs(const Json& manifest) {
    std::vector<Output> outputs;
    for (std::size_t i = 0; i < manifest.at("outputs").size(); ++i) {
      const Json& output = manifest.at("outputs").at(i);
      VerifiedOutput place{output.at("path").get<std::string>(), declared_ ? &*declared_ : nullptr, spec_of(i, output)};
      outputs.push_back({&output.at("shards"), std::move(place), {}, FoundSums()});
    }
    if (declared_) {
      check_records(manifest, read_side_by_side(outputs));
      check_rejects(manifest);
      check_statistics_of(manifest, outputs);
    } else {
      read_side_by_side(outputs);
    }
    for (auto& output : outputs) check_split_counts(manifest.at("splits"), output.place.folder, output.examples);
  }

  /// Reads shard k of every output, for each k: they hold the same rows, and the ledger is read along with them. Gives
  /// the records of each split, where the layout of its shards tells them.
  std::map<std::string, std::int64_t> read_side_by_side(std::vector<Output>& outputs) {
    std::size_t most = 0;
    for (const Output& output : outputs) most = std::max(most, output.shards->size());
    std::optional<RowsCheck> rows;
    if (declared_) start_rows(rows, outputs);
    for (std::size_t k = 0; k < most; ++k) {
      ShardRow row;
      for (Output& output : outputs) read_shard(output, k, &output == outputs.data(), row);
      if (rows) rows->add(row);
    }
    return rows ? rows->finish() : std::map<std::string, std::int64_t>();
  }

  void start_rows(std::optional<RowsCheck>& rows, const std::vector<Output>& outputs) {
    std::map<std::string, std::int64_t> shards;
    if (!outputs.empty()) {
      for (const Json& shard : *outputs.front().shards) ++shards[shard.at("split").get<std::string>()];
    }
    const TellFile tell = [this](const char* code, const std::string& path, const std::string& message) {
      folder_.report(code, path, message);
    };
    std::optional<ExamplesLog> log;
    if (declared_->spec.examples_log) {
      auto file = folder_.open_listed(kExamplesLog);
      if (file) log.emplace(std::move(*file));
    }
    if (folder_.lists(kRejectsLog)) {
      auto file = folder_.open(kRejectsLog);
      const Tell tell_rejects = [&](const char* code, const std::string& message) { tell(code, kRejectsLog, message); };
      if (file) rejects_ = read_rejects(std::move(*file), tell_rejects);
    }
    rows.emplace(*declared_, std::move(shards), std::move(log), rejects_, tell);
  }

  /// Reads shard k of an output, the first of which says what the others must hold too.
  void read_shard(Output& output, std::size_t k, bool is_first, ShardRow& row) {
    if (k >= output.shards->size()) {
      folder_.report("count", output.place.folder,
                     "it has " + std::to_string(k) + " shards, and another output has more");
      return;
    }
    const Json& shard = output.shards->at(k);
    const auto split = shard.at("split").get<std::string>();
    const auto count = shard.at("examples").get<std::int64_t>();
    output.examples[split] += count;
    if (is_first) result_.examples += count;
    if (is_first) row = {split, count, {}};
    FoundShard found = check_shard(folder_, output.place, shard, output.sums);
    if (split == row.split && count == row.examples) {
      row.outputs.push_back(std::move(found));
    } else {
      folder_.report("count", output.place.folder,
                     "its shard " + std::to_string(k) + " has " + std::to_string(count) + " examples of '" + split +
                         "', that of the first output " + std::to_string(row.examples) + " of '" + row.split + "'");
    }
  }

  void check_records(const Json& manifest, const std::map<std::string, std::int64_t>& records) {
    std::int64_t planned = 0;
    for (const auto& [split, counts] : manifest.at("splits").items()) {
      const auto said = counts.at("records").get<std::int64_t>();
      planned += said + counts.at("rejected").get<std::int64_t>();
      const auto found = records.find(split);
      if (found != records.end() && found->second != said) {
        folder_.report("count", kManifestName,
                       "its split '" + split + "' has " + std::to_string(said) + " records, and its shards hold " +
                           std::to_string(found->second));
      }
      if (!declared_->copies.contains(split)) {
        folder_.report("count", kManifestName, "its split '" + split + "' is not one of its pipeline");
      }
    }
    const auto inputs = manifest.at("inputs").at("records").get<std::int64_t>();
    if (planned <= inputs) return;
    folder_.report("count", kManifestName,
                   "its splits have " + std::to_string(planned) + " records, rejected ones included, and its inputs " +
                       std::to_string(inputs));
  }

  void check_rejects(const Json& manifest) {
    std::int64_t said = 0;
    for (const auto& counts : manifest.at("splits")) said += counts.at("rejected").get<std::int64_t>();
    if (said == rejects_.count) return;
    folder_.report("count", kRejectsLog,
                   "it has " + std::to_string(rejects_.count) + " records, and the splits " + std::to_string(said) +
                       " rejected ones");
  }

  void check_statistics_of(const Json& manifest, const std::vector<Output>& outputs) {
    const Tell tell = [this](const char* code, const std::string& message) {
      folder_.report(code, kManifestName, message);
    };
    check_statistics_keys(manifest, *declared_, tell);
    for (const Output& output : outputs) {
      // Damage that has been told would only be told again.
      const auto& [folder, declared, spec] = output.place;
      if (spec == nullptr || !folder_.is_sound(join_path(folder, ""))) continue;
      check_statistics(manifest, *declared, *spec, output.sums, tell);
    }
  }

  void check_split_counts(const Json& splits, const std::string& folder,
                          std::map<std::string, std::int64_t>& examples) {
    for (const auto& [split, counts] : splits.items()) {
      const auto wanted = counts.at("examples").get<std::int64_t>();
      if (examples[split] == wanted) continue;
      folder_.report("count", folder,
                     "its shards of \"" + split + "\" have " + std::to_string(examples[split]) +
                         " examples, the split " + std::to_string(wanted));
    }
  }

  /// What the pipeline says of an output; null where it is not known, or is of another output.
  const OutputSpec* spec_of(std::size_t i, const Json& output) {
    if (!declared_) return nullptr;
    const auto& specs = declared_->spec.outputs;
    if (i < specs.size() && output.at("type") == specs[i].type && output.at("path") == specs[i].path) return &specs[i];
    folder_.report("manifest", kManifestName, "its output " + std::to_string(i) + " is not that of its pipeline");
    return nullptr;
  }

  fs::path path_;
  VerifiedFolder folder_;
  Verification result_;
  std::optional<Declared> declared_;
  RejectsLog rejects_;
};

const char* severity_of(const Problem& problem) { return problem.note ? "note" : "error"; }

}  // namespace

bool Verification::whole() const {
  return std::all_of(problems.begin(), problems.end(), [](const Problem& problem) { return problem.note; });
}

Verification verify_dataset(const std::filesystem::path& folder) { return Verifier(folder).run(); }

Json verification_json(const Verification& verification) {
  Json problems = Json::array();
  for (const auto& problem : verification.problems) {
    problems.push_back({{"severity", severity_of(problem)},
                        {"code", problem.code},
                        {"path", problem.path},
                        {"message", problem.message}});
  }
  return {{"whole", verification.whole()},
          {"files", verification.files},
          {"bytes", verification.bytes},
          {"examples", verification.examples},
          {"problems", std::move(problems)}};
}

std::string verification_text(const Verification& verification) {
  std::string text;
  for (const auto& problem : verification.problems) {
    text +=
        std::string(severity_of(problem)) + "[" + problem.code + "] " + problem.path + ": " + problem.message + "\n";
  }
  const auto errors = std::count_if(verification.problems.begin(), verification.problems.end(),
                                    [](const Problem& problem) { return !problem.note; });
  const std::string read = std::to_string(verification.files) + " files, " + std::to_string(verification.bytes) +
                           " bytes, " + std::to_string(verification.examples) + " examples";
  if (errors == 0) return text + "whole: " + read + "\n";
  return text + "damaged or incomplete: " + counted(errors, "problem", "problems") + " in " + read + "\n";
}

}  // namespace augshard
