#include "sink/verified_folder.h"

#include <algorithm>
#include <utility>

#include "base/counted.h"
#include "sink/manifest.h"
#include "sink/text.h"

namespace augshard {
namespace {

namespace fs = std::filesystem;

/// Problems of one file that are kept.
constexpr std::int64_t kMaxProblems = 20;

}  // namespace

bool is_inside(const std::string& path) {
  const fs::path relative(path);
  return !path.empty() && path.find('\0') == std::string::npos && relative.is_relative() &&
         std::none_of(relative.begin(), relative.end(), [](const fs::path& part) { return part == ".."; });
}

void VerifiedFolder::report(const std::string& code, const std::string& path, std::string message) {
  if (++reported_[path] > kMaxProblems) return;
  problems_.push_back({false, code, path, std::move(message)});
}

void VerifiedFolder::note(const std::string& code, const std::string& path, std::string message) {
  problems_.push_back({true, code, path, std::move(message)});
}

bool VerifiedFolder::is_sound(const std::string& folder) const {
  return std::none_of(reported_.begin(), reported_.end(),
                      [&](const auto& problem) { return problem.first.starts_with(folder); });
}

std::optional<FileBytes> VerifiedFolder::open(const std::string& path) const {
  if (!is_inside(path)) return std::nullopt;
  auto file = open_file(folder_ / path);
  return file ? std::optional(std::move(*file)) : std::nullopt;
}

// A file that is not there has been reported as one of the listed files, or is reported now.
std::optional<FileBytes> VerifiedFolder::open_listed(const std::string& path) {
  if (!lists(path)) report("manifest", kManifestName, path + " is not among its files");
  return open(path);
}

void VerifiedFolder::note_extra_files() {
  std::set<std::string> extra;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
    if (at->is_directory(error) && !at->is_symlink(error)) continue;
    const std::string path = at->path().lexically_relative(folder_).generic_string();
    if (path != kManifestName && !lists(path)) extra.insert(path);
  }
  for (const auto& path : extra) note("extra", valid_utf8(path), "dataset.json does not list this file");
}

std::vector<Problem> VerifiedFolder::problems() && {
  for (const auto& [path, count] : reported_) {
    if (count <= kMaxProblems) continue;
    const auto more = static_cast<std::size_t>(count - kMaxProblems);
    problems_.push_back({false, "more", path, "and " + counted(more, "problem", "problems") + " more"});
  }
  return std::move(problems_);
}

}  // namespace augshard
