#include "sink/verify.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "base/checksum.h"
#include "base/counted.h"
#include "base/files.h"
#include "base/json_nesting.h"
#include "sink/manifest.h"
#include "sink/shard_check.h"
#include "sink/shard_file.h"
#include "sink/text.h"
#include "sink/tfrecord/record.h"
#include "sink/verify_arrays.h"
#include "sink/verify_declared.h"
#include "sink/verify_example.h"
#include "sink/verify_ledgers.h"
#include "sink/verify_rows.h"
#include "sink/verify_statistics.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

/// A path of dataset.json that stays inside the folder: what a damaged or hostile manifest says is not followed.
bool is_inside(const std::string& path) {
  const fs::path relative(path);
  return !path.empty() && path.find('\0') == std::string::npos && relative.is_relative() &&
         std::none_of(relative.begin(), relative.end(), [](const fs::path& part) { return part == ".."; });
}

/// Flat arrays stand beside their offsets: "objects.bbox" beside "objects.offsets".
constexpr const char* kOffsets = ".offsets";
/// Problems of one file that are listed; the others are counted.
constexpr std::int64_t kMaxProblems = 20;
std::string owner_of(const std::string& part) { return part.substr(0, part.find('.')); }

class Verifier {
 public:
  explicit Verifier(const fs::path& folder) : folder_(folder) {}

  Verification run() && {
    const auto text = read_text(folder_ / kManifestName);
    if (!text) {
      report("incomplete", kManifestName, "there is no dataset.json: the dataset is not complete");
      return std::move(result_);
    }
    if (nests_too_deep(*text)) {
      report("manifest", kManifestName, "it cannot be read as a manifest: its values nest too deep");
      return std::move(result_);
    }
    try {
      const Json manifest = Json::parse(*text);
      if (!is_intact_manifest(*text)) report("manifest", kManifestName, "its own manifest_sha256 does not fit");
      check_files(manifest.at("files"));
      read_fields(manifest);
      check_pipeline_hash(manifest);
      check_outputs(manifest);
      note_extra_files();
    } catch (const nlohmann::json::exception& problem) {
      report("manifest", kManifestName, std::string("it cannot be read as a manifest: ") + problem.what());
    }
    count_others();
    return std::move(result_);
  }

 private:
  void report(const char* code, std::string path, std::string message) {
    if (++reported_[path] > kMaxProblems) return;
    result_.problems.push_back({false, code, std::move(path), std::move(message)});
  }

  void count_others() {
    for (const auto& [path, count] : reported_) {
      if (count <= kMaxProblems) continue;
      result_.problems.push_back(
          {false, "more", path,
           "and " + counted(static_cast<std::size_t>(count - kMaxProblems), "problem", "problems") + " more"});
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
    result_.problems.push_back({is_other, declared.error().code, kManifestName, declared.error().message});
  }

  std::optional<FileBytes> open(const std::string& path) const {
    if (!is_inside(path)) return std::nullopt;
    auto file = open_file(folder_ / path);
    return file ? std::optional(std::move(*file)) : std::nullopt;
  }

  void check_files(const Json& files) {
    for (const auto& entry : files) {
      const auto path = entry.at("path").get<std::string>();
      listed_.insert(path);
      const auto file = open(path);
      if (!file) {
        report("missing", path, is_inside(path) ? "the file is missing or cannot be read" : "not a path in the folder");
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
      report("size", path, "it has " + std::to_string(bytes.size()) + " bytes instead of " + std::to_string(size));
      return;
    }
    Sha256 hash;
    hash.update(bytes);
    if (hash.hex() != sha256) report("checksum", path, "its content has changed: the SHA-256 does not fit");
  }

  void check_pipeline_hash(const Json& manifest) {
    // The hash is over the text with its keys sorted.
    const std::string canonical = nlohmann::json(manifest.at("pipeline")).dump();
    if (manifest.at("pipeline_sha256") == sha256_hex(canonical)) return;
    report("manifest", kManifestName, "its pipeline_sha256 is not that of its pipeline");
  }

  /// An output with what its shards hold, as far as they have been read.
  struct Output {
    const Json* shards = nullptr;
    std::string folder;
    const OutputSpec* spec = nullptr;  ///< null where it is not known
    std::map<std::string, std::int64_t> examples;
    FoundSums sums;
  };

  void check_outputs(const Json& manifest) {
    std::vector<Output> outputs;
    for (std::size_t i = 0; i < manifest.at("outputs").size(); ++i) {
      const Json& output = manifest.at("outputs").at(i);
      outputs.push_back(
          {&output.at("shards"), output.at("path").get<std::string>(), spec_of(i, output), {}, FoundSums()});
    }
    if (declared_) {
      check_records(manifest, read_side_by_side(outputs));
      check_rejects(manifest);
      check_statistics_of(manifest, outputs);
    } else {
      read_side_by_side(outputs);
    }
    for (auto& output : outputs) check_split_counts(manifest.at("splits"), output.folder, output.examples);
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
      report(code, path, message);
    };
    std::optional<ExamplesLog> log;
    if (declared_->spec.examples_log) {
      auto file = open_listed(kExamplesLog);
      if (file) log.emplace(std::move(*file));
    }
    if (listed_.contains(kRejectsLog)) {
      auto file = open(kRejectsLog);
      const Tell tell_rejects = [&](const char* code, const std::string& message) { tell(code, kRejectsLog, message); };
      if (file) rejects_ = read_rejects(std::move(*file), tell_rejects);
    }
    rows.emplace(*declared_, std::move(shards), std::move(log), rejects_, tell);
  }

  /// Reads shard k of an output, the first of which says what the others must hold too.
  void read_shard(Output& output, std::size_t k, bool is_first, ShardRow& row) {
    if (k >= output.shards->size()) {
      report("count", output.folder, "it has " + std::to_string(k) + " shards, and another output has more");
      return;
    }
    const Json& shard = output.shards->at(k);
    const auto split = shard.at("split").get<std::string>();
    const auto count = shard.at("examples").get<std::int64_t>();
    output.examples[split] += count;
    if (is_first) result_.examples += count;
    if (is_first) row = {split, count, {}};
    FoundShard found = check_shard(shard, output, count);
    if (split == row.split && count == row.examples) {
      row.outputs.push_back(std::move(found));
    } else {
      report("count", output.folder,
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
        report("count", kManifestName,
               "its split '" + split + "' has " + std::to_string(said) + " records, and its shards hold " +
                   std::to_string(found->second));
      }
      if (!declared_->copies.contains(split)) {
        report("count", kManifestName, "its split '" + split + "' is not one of its pipeline");
      }
    }
    const auto inputs = manifest.at("inputs").at("records").get<std::int64_t>();
    if (planned <= inputs) return;
    report("count", kManifestName,
           "its splits have " + std::to_string(planned) + " records, rejected ones included, and its inputs " +
               std::to_string(inputs));
  }

  void check_rejects(const Json& manifest) {
    std::int64_t said = 0;
    for (const auto& counts : manifest.at("splits")) said += counts.at("rejected").get<std::int64_t>();
    if (said == rejects_.count) return;
    report("count", kRejectsLog,
           "it has " + std::to_string(rejects_.count) + " records, and the splits " + std::to_string(said) +
               " rejected ones");
  }

  void check_statistics_of(const Json& manifest, const std::vector<Output>& outputs) {
    const Tell tell = [this](const char* code, const std::string& message) { report(code, kManifestName, message); };
    check_statistics_keys(manifest, *declared_, tell);
    for (const Output& output : outputs) {
      // Damage that has been told would only be told again.
      const std::string files = join_path(output.folder, "");
      const bool is_sound = std::none_of(reported_.begin(), reported_.end(),
                                         [&](const auto& problem) { return problem.first.starts_with(files); });
      if (is_sound && output.spec != nullptr) check_statistics(manifest, *declared_, *output.spec, output.sums, tell);
    }
  }

  void check_split_counts(const Json& splits, const std::string& folder,
                          std::map<std::string, std::int64_t>& examples) {
    for (const auto& [split, counts] : splits.items()) {
      const auto wanted = counts.at("examples").get<std::int64_t>();
      if (examples[split] == wanted) continue;
      report("count", folder,
             "its shards of \"" + split + "\" have " + std::to_string(examples[split]) + " examples, the split " +
                 std::to_string(wanted));
    }
  }

  /// What the pipeline says of an output; null where it is not known, or is of another output.
  const OutputSpec* spec_of(std::size_t i, const Json& output) {
    if (!declared_) return nullptr;
    const auto& specs = declared_->spec.outputs;
    if (i < specs.size() && output.at("type") == specs[i].type && output.at("path") == specs[i].path) return &specs[i];
    report("manifest", kManifestName, "its output " + std::to_string(i) + " is not that of its pipeline");
    return nullptr;
  }

  FoundShard check_shard(const Json& shard, Output& output, std::int64_t count) {
    const auto split = shard.at("split").get<std::string>();
    const std::string& folder = output.folder;
    const OutputSpec* spec = output.spec;
    if (shard.contains("path")) {
      return check_tfrecord(join_path(folder, shard.at("path").get<std::string>()), count, split, output);
    }
    const auto paths = shard.at("paths").get<std::map<std::string, std::string>>();
    std::map<std::string, FileBytes> files;
    ShardArrays arrays{split, {}, {}};
    for (const auto& [part, name] : paths) {
      arrays.named.insert(part);
      auto file = open_listed(join_path(folder, name));
      if (file) files[part] = std::move(*file);
    }
    for (const auto& [part, file] : files) {
      if (is_sound(part, join_path(folder, paths.at(part)), files, count)) arrays.sound[part] = file.bytes();
    }
    FoundShard found{paths.contains("key") ? join_path(folder, paths.at("key")) : folder, "row", {}};
    if (spec == nullptr || spec->type != "npy") return found;
    const TellPart tell = [&](const std::string& part, const char* code, const std::string& message) {
      report(code, part.empty() ? kManifestName : join_path(folder, paths.at(part)), message);
    };
    for (FoundExample& example : check_arrays(*declared_, *spec, arrays, tell)) {
      output.sums.add(split, example);
      found.rows.push_back({std::move(example.key), example.copy});
    }
    return found;
  }

  /// An array with as many rows as it should have; what is wrong with another is reported.
  bool is_sound(const std::string& part, const std::string& path, const std::map<std::string, FileBytes>& files,
                std::int64_t count) {
    if (part.ends_with(kOffsets)) return has_offsets(path, files.at(part).bytes(), count);
    const auto rows = count_rows(files.at(part).bytes());
    if (!rows) {
      report("npy", path, rows.error().message);
      return false;
    }
    const auto offsets = files.find(owner_of(part) + kOffsets);
    if (offsets != files.end()) return is_whole_flat(path, *rows, offsets->second.bytes());
    if (*rows != count) report_count(path, *rows, count);
    return *rows == count;
  }

  bool has_offsets(const std::string& path, std::span<const std::byte> file, std::int64_t count) {
    const auto offsets = read_offsets(file);
    if (!offsets) {
      report("npy", path, offsets.error().message);
      return false;
    }
    const auto found = static_cast<std::int64_t>(offsets->size());
    if (found == count + 1) return true;
    report("count", path,
           "it has " + std::to_string(found) + " offsets instead of " + std::to_string(count + 1) +
               ", one more than examples");
    return false;
  }

  /// What is wrong with the offsets themselves is reported with their own file.
  bool is_whole_flat(const std::string& path, std::int64_t rows, std::span<const std::byte> offsets_file) {
    const auto offsets = read_offsets(offsets_file);
    if (!offsets) return false;
    if (offsets->back() == rows) return true;
    report("count", path,
           "it has " + std::to_string(rows) + " rows, its offsets end at " + std::to_string(offsets->back()));
    return false;
  }

  // A file that is not there has been reported as one of the listed files, or is reported now.
  std::optional<FileBytes> open_listed(const std::string& path) {
    if (!listed_.contains(path)) report("manifest", kManifestName, path + " is not among its files");
    return open(path);
  }

  FoundShard check_tfrecord(const std::string& path, std::int64_t count, const std::string& split, Output& output) {
    FoundShard found{path, "record", {}};
    const OutputSpec* spec = output.spec;
    const auto file = open_listed(path);
    if (!file) return found;
    const bool unpacked = is_gzip(file->bytes());
    RecordVisitor visit;
    if (spec != nullptr && spec->type == "tfrecord") {
      visit = [&](std::int64_t number, std::uint64_t offset, const Features& features) {
        const std::string place = "record " + std::to_string(number) + " at byte " + std::to_string(offset) +
                                  (unpacked ? " unpacked: " : ": ");
        FoundExample example =
            check_example(*declared_, *spec, split, features,
                          [&](const char* code, const std::string& message) { report(code, path, place + message); });
        output.sums.add(split, example);
        found.rows.push_back({std::move(example.key), example.copy});
      };
    }
    const auto walk = walk_records(file->bytes(), visit);
    if (!walk) {
      report("record", path, walk.error().message);
      return found;
    }
    if (walk->records != count) report_count(path, walk->records, count);
    const std::string index = path + ".idx";
    if (!listed_.contains(index)) return found;
    const auto text = read_text(folder_ / index);
    if (text && *text != walk->index) report("index", index, "it does not fit the records of its shard");
    return found;
  }

  void report_count(const std::string& path, std::int64_t found, std::int64_t wanted) {
    report("count", path, "it has " + std::to_string(found) + " examples instead of " + std::to_string(wanted));
  }

  void note_extra_files() {
    std::set<std::string> extra;
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
      if (at->is_directory(error) && !at->is_symlink(error)) continue;
      const std::string path = at->path().lexically_relative(folder_).generic_string();
      if (path != kManifestName && !listed_.contains(path)) extra.insert(path);
    }
    for (const auto& path : extra) {
      result_.problems.push_back({true, "extra", valid_utf8(path), "dataset.json does not list this file"});
    }
  }

  fs::path folder_;
  Verification result_;
  std::set<std::string> listed_;
  std::optional<Declared> declared_;
  RejectsLog rejects_;
  std::map<std::string, std::int64_t> reported_;  ///< problems by file, also those that are not listed
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
