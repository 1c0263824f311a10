#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/files.h"
#include "sink/verify.h"

namespace augshard {

/// The folder that is being verified: opens its files as dataset.json lists them, and keeps what is wrong with them.
class VerifiedFolder {
 public:
  explicit VerifiedFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Of one file a score of problems are kept, the others counted.
  void report(const std::string& code, const std::string& path, std::string message);
  /// Something that is only worth knowing.
  void note(const std::string& code, const std::string& path, std::string message);
  /// True where no problem of a file in `folder`, a path that ends with '/', was reported.
  [[nodiscard]] bool is_sound(const std::string& folder) const;

  /// Adds a path to those that dataset.json lists.
  void list(const std::string& path) { listed_.insert(path); }
  [[nodiscard]] bool lists(const std::string& path) const { return listed_.contains(path); }
  /// A file of the folder; nothing where it cannot be read or the path leads outside.
  [[nodiscard]] std::optional<FileBytes> open(const std::string& path) const;
  /// The same, and a problem where dataset.json does not list it.
  std::optional<FileBytes> open_listed(const std::string& path);
  /// Notes files that dataset.json does not list.
  void note_extra_files();

  /// Everything reported, with a line for each file that has more than are kept.
  [[nodiscard]] std::vector<Problem> problems() &&;

 private:
  std::filesystem::path folder_;
  std::set<std::string> listed_;
  std::vector<Problem> problems_;
  std::map<std::string, std::int64_t> reported_;  ///< problems by file, also those that are not kept
};

/// A path of dataset.json that stays inside the folder: what a damaged or hostile manifest says is not followed.
bool is_inside(const std::string& path);

}  // namespace augshard
