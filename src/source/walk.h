#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "source/pattern.h"

namespace augshard {

/// A file that a pattern matches, with one text a capture.
struct FoundFile {
  std::string path;  ///< relative to the root
  std::vector<std::string> values;
};

/// What a walk met for one pattern. All but `files` is for messages.
struct Ground {
  std::vector<FoundFile> files;  ///< sorted by the bytes of their paths
  std::size_t folders = 0;       ///< folders looked into, from the pattern's literal folder on
  std::size_t others = 0;        ///< files in them that the pattern does not match
  std::string other;             ///< the first of these
  std::map<std::string, std::size_t> other_extensions;
  std::string closed;  ///< the first folder in them that the pattern cannot enter
};

struct Walk {
  std::vector<Ground> grounds;          ///< one a pattern
  std::vector<std::string> leaving;     ///< matching files that are links out of the root
  std::vector<std::string> closed;      ///< folder links not followed: they leave the root, or nest over 4 deep
  std::vector<std::string> unreadable;  ///< folders, or what may be one, that cannot be listed, with the reason
  std::vector<std::string> gave_up;     ///< names too ambiguous to match in bounded time
};

/// Walks the folders below `root` that a pattern can reach, in the order of their bytes. Links are followed while they
/// stay below the root; a folder is never entered from within itself.
///
/// A file that several patterns match belongs to the one that leaves least of its path to captures (`{id}_mask.png`
/// before `{id}.png`); where that is equal, to each of them.
Walk walk_folders(const std::filesystem::path& root, std::span<const Pattern> patterns);

}  // namespace augshard
