#include "source/walk_report.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "base/counted.h"
#include "base/nearest_name.h"
#include "source/layout.h"
#include "source/names.h"

namespace augshard {

namespace fs = std::filesystem;

namespace {

/// The first part of the pattern's literal folder that does not exist, and what stands beside it.
std::optional<std::pair<std::string, std::vector<std::string>>> missing_folder(const fs::path& root,
                                                                               const std::string& folder) {
  std::error_code fault;
  for (std::size_t end = folder.find('/'); end != std::string::npos; end = folder.find('/', end + 1)) {
    const std::string part = folder.substr(0, end);
    if (fs::is_directory(root / part, fault)) continue;
    std::vector<std::string> beside;
    for (fs::directory_iterator it((root / part).parent_path(), fault), none; !fault && it != none;
         it.increment(fault)) {
      std::error_code unknown;
      if (it->is_directory(unknown)) beside.push_back(it->path().filename().string());
    }
    std::ranges::sort(beside);
    return std::pair{part, std::move(beside)};
  }
  return std::nullopt;
}

}  // namespace

Diagnostic nothing_found(const Spec& spec, const fs::path& root, const Pattern& pattern, const Ground& ground,
                         std::string code, std::string pointer) {
  const std::string below = "below '" + (root / pattern.folder()).string() + "'";
  std::string message = "no file matches '" + pattern.text() + "': ";
  std::string hint = "a pattern matches the whole path below source.root, letter case and extension included";
  if (const auto missing = missing_folder(root, pattern.folder())) {
    const auto& [folder, beside] = *missing;
    const auto near = nearest_name(folder.substr(folder.rfind('/') + 1), beside);
    message += "'" + root.string() + "' has no folder '" + folder + "'";
    hint = near             ? "did you mean '" + *near + "'?"
           : beside.empty() ? "there is no folder at all beside it"
                            : "the folders there: " + quoted_names(beside);
  } else if (ground.others > 0) {
    const auto common = std::ranges::max_element(ground.other_extensions, {}, [](const auto& e) { return e.second; });
    message += counted(ground.folders, "folder", "folders") + " walked " + below + " with " +
               counted(ground.others, "other file", "other files") + ", most of them " + common->first + ", such as '" +
               ground.other + "'";
    hint += "; alternatives are written (jpg|png)";
  } else if (!ground.closed.empty()) {
    message += "there are no files but folders that it does not enter, such as '" + ground.closed + "'";
    hint = "{word} stops at '/': write images/{folder}/{id}.jpg, or {word...}, which does not";
  } else {
    message += counted(ground.folders, "folder", "folders") + " walked " + below + ", and no file in them";
  }
  return source_error(spec, std::move(code), std::move(pointer), std::move(message), std::move(hint));
}

void report_walk(const Spec& spec, const Walk& walk, Diagnostics& diagnostics) {
  const auto report = [&](const std::vector<std::string>& names, Severity severity, std::string what,
                          std::string hint) {
    if (names.empty()) return;
    diagnostics.push_back(
        source_error(spec, "path", "/source/root", std::move(what) + ": " + quoted_names(names), std::move(hint)));
    diagnostics.back().severity = severity;
  };
  const std::string outside = "set source.root to a folder that holds the files themselves";
  report(walk.leaving, Severity::error,
         counted(walk.leaving.size(), "file is a link that leaves", "files are links that leave") + " the root",
         outside);
  report(walk.closed, Severity::warning,
         counted(walk.closed.size(), "link to a folder was", "links to folders were") +
             " not followed, as they leave the root or nest over four deep",
         outside);
  report(walk.unreadable, Severity::error, counted(walk.unreadable.size(), "folder", "folders") + " cannot be listed",
         "check the permissions");
  report(walk.gave_up, Severity::error,
         counted(walk.gave_up.size(), "name is", "names are") + " too ambiguous for the patterns",
         "put a literal between captures");
}

}  // namespace augshard
