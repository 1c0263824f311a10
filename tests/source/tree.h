#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

#include "source/source.h"
#include "temporary_folder.h"

/// Files in a temporary folder.
class Tree {
 public:
  [[nodiscard]] const std::filesystem::path& root() const { return folder_.path(); }

  void add(const std::string& path, std::string_view content = "") const {
    std::filesystem::create_directories((root() / path).parent_path());
    std::ofstream(root() / path, std::ios::binary) << content;
  }
  void add(const std::string& path, std::span<const std::byte> content) const {
    add(path, std::string_view(reinterpret_cast<const char*>(content.data()), content.size()));
  }
  /// A symbolic link; `target` as it is written into the link.
  void link(const std::string& path, const std::string& target) const {
    std::filesystem::create_directories((root() / path).parent_path());
    std::filesystem::create_symlink(target, root() / path);
  }

 private:
  TemporaryFolder folder_;
};

/// A `folders` source over the tree, with one label target a mask.
inline augshard::Spec folders_spec(const Tree& tree, std::string image,
                                   std::vector<std::pair<std::string, std::string>> masks) {
  augshard::Spec spec;
  spec.file = "pipeline.json";
  spec.source.type = "folders";
  spec.source.root = tree.root();
  spec.source.image = std::move(image);
  for (const auto& [name, pattern] : masks) {
    augshard::MaskTarget& target = spec.masks.emplace_back();
    target.name = name;
    target.ignore = 255;
    target.fill = 255;
  }
  spec.source.masks = std::move(masks);
  return spec;
}

/// A `table` source: the file lies in the tree, whose top is the root.
inline augshard::Spec table_spec(const Tree& tree, const std::string& file, std::string image,
                                 std::vector<std::pair<std::string, std::string>> masks) {
  augshard::Spec spec = folders_spec(tree, std::move(image), std::move(masks));
  spec.source.type = "table";
  spec.source.file = tree.root() / file;
  return spec;
}

/// The first diagnostic with this code, or one with an empty code.
inline augshard::Diagnostic find(const augshard::Diagnostics& diagnostics, std::string_view code) {
  const auto found =
      std::find_if(diagnostics.begin(), diagnostics.end(), [&](const auto& d) { return d.code == code; });
  return found == diagnostics.end() ? augshard::Diagnostic{} : *found;
}

inline bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

inline std::vector<std::string> keys_of(const std::vector<augshard::Record>& records) {
  std::vector<std::string> keys;
  for (const augshard::Record& record : records) keys.push_back(record.key);
  return keys;
}
