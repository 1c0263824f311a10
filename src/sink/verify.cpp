#include "sink/verify.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "base/checksum.h"
#include "base/files.h"
#include "sink/manifest.h"
#include "sink/shard_check.h"
#include "sink/shard_file.h"
#include "sink/text.h"

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
    try {
      const Json manifest = Json::parse(*text);
      if (!is_intact_manifest(*text)) report("manifest", kManifestName, "its own manifest_sha256 does not fit");
      check_files(manifest.at("files"));
      check_outputs(manifest);
      note_extra_files();
    } catch (const nlohmann::json::exception& problem) {
      report("manifest", kManifestName, std::string("it cannot be read as a manifest: ") + problem.what());
    }
    return std::move(result_);
  }

 private:
  void report(const char* code, std::string path, std::string message) {
    result_.problems.push_back({false, code, std::move(path), std::move(message)});
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

  void check_outputs(const Json& manifest) {
    bool first = true;
    for (const auto& output : manifest.at("outputs")) {
      const auto folder = output.at("path").get<std::string>();
      std::map<std::string, std::int64_t> examples;
      for (const auto& shard : output.at("shards")) {
        const auto count = shard.at("examples").get<std::int64_t>();
        examples[shard.at("split").get<std::string>()] += count;
        check_shard(shard, folder, count);
        if (first) result_.examples += count;
      }
      for (const auto& [split, counts] : manifest.at("splits").items()) {
        const auto wanted = counts.at("examples").get<std::int64_t>();
        if (examples[split] == wanted) continue;
        report("count", folder,
               "its shards of \"" + split + "\" have " + std::to_string(examples[split]) + " examples, the split " +
                   std::to_string(wanted));
      }
      first = false;
    }
  }

  void check_shard(const Json& shard, const std::string& folder, std::int64_t count) {
    if (shard.contains("path")) {
      check_tfrecord(join_path(folder, shard.at("path").get<std::string>()), count);
      return;
    }
    const auto paths = shard.at("paths").get<std::map<std::string, std::string>>();
    for (const auto& [part, name] : paths) {
      const std::string path = join_path(folder, name);
      if (part.ends_with(kOffsets)) {
        check_offsets(path, count);
      } else if (const auto offsets = paths.find(owner_of(part) + kOffsets); offsets != paths.end()) {
        check_flat(path, join_path(folder, offsets->second));
      } else {
        check_npy(path, count);
      }
    }
  }

  // A file that is not there has been reported as one of the listed files, or is reported now.
  std::optional<FileBytes> open_listed(const std::string& path) {
    if (!listed_.contains(path)) report("manifest", kManifestName, "the shard " + path + " is not among its files");
    return open(path);
  }

  void check_tfrecord(const std::string& path, std::int64_t count) {
    const auto file = open_listed(path);
    if (!file) return;
    const auto walk = walk_records(file->bytes());
    if (!walk) {
      report("record", path, walk.error().message);
      return;
    }
    if (walk->records != count) report_count(path, walk->records, count);
    const std::string index = path + ".idx";
    if (!listed_.contains(index)) return;
    const auto text = read_text(folder_ / index);
    if (text && *text != walk->index) report("index", index, "it does not fit the records of its shard");
  }

  void check_npy(const std::string& path, std::int64_t count) {
    const auto file = open_listed(path);
    if (!file) return;
    const auto rows = count_rows(file->bytes());
    if (!rows) {
      report("npy", path, rows.error().message);
    } else if (*rows != count) {
      report_count(path, *rows, count);
    }
  }

  void check_offsets(const std::string& path, std::int64_t count) {
    const auto file = open_listed(path);
    if (!file) return;
    const auto offsets = read_offsets(file->bytes());
    if (!offsets) {
      report("npy", path, offsets.error().message);
    } else if (const auto found = static_cast<std::int64_t>(offsets->size()); found != count + 1) {
      report("count", path,
             "it has " + std::to_string(found) + " offsets instead of " + std::to_string(count + 1) +
                 ", one more than examples");
    }
  }

  /// What is wrong with the offsets themselves is reported with their own file.
  void check_flat(const std::string& path, const std::string& offsets_path) {
    const auto file = open_listed(path);
    if (!file) return;
    const auto rows = count_rows(file->bytes());
    if (!rows) {
      report("npy", path, rows.error().message);
      return;
    }
    const auto offsets_file = open(offsets_path);
    if (!offsets_file) return;
    const auto offsets = read_offsets(offsets_file->bytes());
    if (!offsets || offsets->back() == *rows) return;
    report("count", path,
           "it has " + std::to_string(*rows) + " rows, its offsets end at " + std::to_string(offsets->back()));
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
  return text + "damaged or incomplete: " + std::to_string(errors) + " problems in " + read + "\n";
}

}  // namespace augshard
