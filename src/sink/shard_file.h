#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "base/checksum.h"
#include "base/files.h"
#include "sink/sink.h"

namespace augshard {

/// A file of the dataset whose SHA-256 is taken while it is written. Throws IoError. Dropped without commit() it leaves
/// nothing.
class ShardFile {
 public:
  /// `relative` is the path below the output folder, with '/' between its parts.
  ShardFile(const std::filesystem::path& folder, std::string relative);

  void append(std::span<const std::byte> data);
  /// Replaces bytes at the start that turned out otherwise than planned; the file is then read once more at commit().
  void replace_start(std::span<const std::byte> data);
  FileEntry commit();

 private:
  AtomicFile file_;
  Sha256 hash_;
  std::string relative_;
  bool replaced_ = false;
};

/// A small file written in one go.
FileEntry write_file(const std::filesystem::path& folder, const std::string& relative, std::string_view text);

/// SHA-256 of a file's content; throws IoError where it cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);

/// `name` inside an output's folder `path` ("." and "" are the output folder itself).
std::string join_path(const std::string& path, const std::string& name);

/// "00003-of-00012": both numbers with max(5, digits of the count) digits, as TFDS demands.
std::string shard_number(const ShardName& name);

}  // namespace augshard
