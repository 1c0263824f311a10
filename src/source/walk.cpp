#include "source/walk.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <string_view>
#include <system_error>
#include <utility>

#include "source/source.h"

namespace augshard {

namespace fs = std::filesystem;

namespace {

/// Links to folders nest at most this deep on one path: a farm of them must not multiply.
constexpr int kMaxFolderLinks = 4;

struct Entry {
  std::string path;
  bool is_folder = false;
  bool is_link = false;
  std::error_code fault = {};  ///< set: it is not known what the entry is
};

std::string extension_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? "no extension" : std::string(name.substr(dot));
}

class Walker {
 public:
  Walker(const fs::path& root, std::span<const Pattern> patterns) : root_(root), patterns_(patterns) {
    walk_.grounds.resize(patterns.size());
  }

  Walk run() {
    enter("", 0);
    for (Ground& ground : walk_.grounds) std::ranges::sort(ground.files, {}, &FoundFile::path);
    return std::move(walk_);
  }

 private:
  /// The patterns that can match below a folder.
  struct ActivePattern {
    std::size_t index;
    bool inside;  ///< the folder is the pattern's literal folder, or lies below it
  };
  using Active = std::vector<ActivePattern>;

  void enter(const std::string& folder, int links) {
    struct stat status {};
    if (stat((root_ / folder).c_str(), &status) != 0) {
      note_unreadable(folder, std::error_code(errno, std::generic_category()));
      return;
    }
    const std::pair identity{status.st_dev, status.st_ino};
    if (std::ranges::find(open_, identity) != open_.end()) return;
    Active active;
    for (std::size_t i = 0; i < patterns_.size(); ++i) {
      if (!patterns_[i].may_match_below(folder)) continue;
      const bool inside = (folder + "/").starts_with(patterns_[i].folder());
      active.push_back({i, inside || patterns_[i].folder().empty()});
      if (active.back().inside) ++walk_.grounds[i].folders;
    }
    open_.push_back(identity);
    for (const Entry& entry : list(folder)) {
      if (entry.is_folder) {
        meet_folder(entry, active, links);
      } else {
        meet_file(entry, active);
      }
    }
    open_.pop_back();
  }

  std::vector<Entry> list(const std::string& folder) {
    std::vector<Entry> entries;
    std::error_code fault;
    fs::directory_iterator it(root_ / folder, fault);
    for (; !fault && it != fs::directory_iterator(); it.increment(fault)) {
      std::error_code unknown;
      Entry& entry = entries.emplace_back();
      entry.path = folder.empty() ? it->path().filename().string() : folder + "/" + it->path().filename().string();
      entry.is_link = it->is_symlink(unknown);
      entry.is_folder = it->is_directory(entry.fault);
    }
    if (fault) note_unreadable(folder, fault);
    std::ranges::sort(entries, {}, &Entry::path);
    return entries;
  }

  void meet_folder(const Entry& entry, const Active& active, int links) {
    bool wanted = false;
    for (const auto& [i, inside] : active) {
      const bool open = patterns_[i].may_match_below(entry.path);
      wanted = wanted || open;
      Ground& ground = walk_.grounds[i];
      if (!open && inside && ground.closed.empty()) ground.closed = entry.path;
    }
    if (!wanted) return;
    if (entry.is_link && (links == kMaxFolderLinks || !resolve_beneath(root_, entry.path))) {
      walk_.closed.push_back(entry.path);
      return;
    }
    enter(entry.path, links + (entry.is_link ? 1 : 0));
  }

  void meet_file(const Entry& entry, const Active& active) {
    std::size_t least = std::numeric_limits<std::size_t>::max();
    std::vector<std::pair<std::size_t, std::vector<std::string>>> matches;
    for (const auto& [i, inside] : active) {
      const Pattern::Outcome outcome = patterns_[i].match(entry.path, values_);
      if (outcome == Pattern::Outcome::gave_up) walk_.gave_up.push_back(entry.path);
      if (outcome != Pattern::Outcome::yes) {
        if (inside) note_other(walk_.grounds[i], entry.path);
        continue;
      }
      std::size_t captured = 0;
      for (const std::string_view value : values_) captured += value.size();
      if (captured < least) matches.clear();
      if (captured <= least) matches.emplace_back(i, std::vector<std::string>(values_.begin(), values_.end()));
      least = std::min(least, captured);
    }
    if (matches.empty()) {
      // It may be a folder: a link to one whose way there is barred, or gone.
      const bool wanted = std::ranges::any_of(
          active, [&](const ActivePattern& pattern) { return patterns_[pattern.index].may_match_below(entry.path); });
      if (entry.fault && wanted) note_unreadable(entry.path, entry.fault);
      return;
    }
    if (entry.is_link && !resolve_beneath(root_, entry.path)) {
      walk_.leaving.push_back(entry.path);
      return;
    }
    for (auto& [index, values] : matches) walk_.grounds[index].files.push_back({entry.path, std::move(values)});
  }

  void note_unreadable(const std::string& folder, const std::error_code& fault) {
    walk_.unreadable.push_back((folder.empty() ? "." : folder) + ": " + fault.message());
  }

  static void note_other(Ground& ground, const std::string& path) {
    if (ground.others++ == 0) ground.other = path;
    ++ground.other_extensions[extension_of(path)];
  }

  const fs::path& root_;
  std::span<const Pattern> patterns_;
  Walk walk_;
  std::vector<std::string_view> values_;
  std::vector<std::pair<dev_t, ino_t>> open_;  ///< the folders entered and not yet left
};

}  // namespace

Walk walk_folders(const fs::path& root, std::span<const Pattern> patterns) { return Walker(root, patterns).run(); }

}  // namespace augshard
