#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace augshard {

/// Local input or output failed in a way that ends the run (disk full, no permission). Exit code 3.
class IoError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The bytes of a file, mapped read-only: header probes touch only the pages they need.
class FileBytes {
 public:
  FileBytes() = default;
  ~FileBytes();
  FileBytes(FileBytes&& other) noexcept;
  FileBytes& operator=(FileBytes&& other) noexcept;

  [[nodiscard]] std::span<const std::byte> bytes() const { return {data_, size_}; }

 private:
  friend Expected<FileBytes> open_file(const std::filesystem::path& path);
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  bool mapped_ = false;
};

/// Opens a regular file for reading. Error "io" for anything else (absent, a FIFO, a folder, no permission); never
/// hangs.
Expected<FileBytes> open_file(const std::filesystem::path& path);

/// The whole file as text; error "io".
Expected<std::string> read_text(const std::filesystem::path& path);

/// A file that appears under its final name only when it is whole: written under a temporary name in the same folder,
/// then fsync, rename, fsync of the folder. Dropped without commit() it leaves nothing. Throws IoError.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path final_path);
  ~AtomicFile();
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&& other) noexcept;

  /// Appends at the end.
  void append(std::span<const std::byte> data);
  void append(std::string_view text);
  /// Overwrites bytes already written, without moving the end.
  void overwrite(std::uint64_t offset, std::span<const std::byte> data);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::filesystem::path& path() const { return final_path_; }
  void commit();

 private:
  void discard() noexcept;
  std::filesystem::path final_path_;
  std::filesystem::path temporary_path_;  ///< empty once there is nothing to remove
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

/// write_text through an AtomicFile.
void write_atomically(const std::filesystem::path& path, std::string_view text);

}  // namespace augshard
