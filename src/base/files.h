#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "base/expected.h"

namespace augshard {

/// Local input or output failed in a way that ends the run (disk full, no permission). Exit code 3.
class IoError : public std::runtime_error {
 public:
  explicit IoError(const std::string& message, std::string hint = "")
      : std::runtime_error(message), hint_(std::move(hint)) {}
  /// How to mend it; may be empty.
  [[nodiscard]] const std::string& hint() const { return hint_; }

 private:
  std::string hint_;
};

/// "cannot WHAT PATH: REASON" with a hint for the frequent reasons. `error` is an errno.
IoError io_error(std::string_view what, const std::filesystem::path& path, int error);

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
/// hangs. Throws IoError where the machine has no more descriptors or memory: that is not the file's fault.
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

/// A small file through an AtomicFile. Throws IoError.
void write_atomically(const std::filesystem::path& path, std::string_view text);

/// Makes the names in a folder durable, as far as its file system can. Throws IoError.
void sync_folder(const std::filesystem::path& folder);

/// Makes a folder and those above it that are not there. Throws IoError.
void create_folders(const std::filesystem::path& folder);

/// Removes a file, or a folder with all in it; a link, not what it leads to. What is not there, or vanishes meanwhile,
/// is no error. Throws IoError.
void remove_recursively(const std::filesystem::path& path);

}  // namespace augshard
