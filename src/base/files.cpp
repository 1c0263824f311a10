#include "base/files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "base/disk.h"
#include "base/temporaries.h"

namespace augshard {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return value_; }

 private:
  int value_;
};

std::string reason(int error) { return std::generic_category().message(error); }

std::string hint_for(int error) {
  switch (error) {
    case ENOSPC: return "the disk is full: make room on it, or write to another one; finished shards are kept";
    case EDQUOT:
      return "your quota on this disk is used up: make room, or write to another one; finished shards are kept";
    case EFBIG: return "a file may not grow that large here: make \"shards\" smaller, or raise `ulimit -f`";
    case EIO: return "the disk, or the network to it, reports a fault: the system's log (dmesg) may tell more";
    case EROFS:
    case EACCES:
    case EPERM: return "name a place that you may write to";
    case EMFILE: return "too many files are open in this process: raise `ulimit -n`";
    default: return "";
  }
}

[[noreturn]] void fail(std::string_view what, const std::filesystem::path& path) { throw io_error(what, path, errno); }

void write_all(int descriptor, std::span<const std::byte> data, std::uint64_t offset,
               const std::filesystem::path& path) {
  while (!data.empty()) {
    const ssize_t written = disk::write_at(descriptor, data, static_cast<off_t>(offset));
    if (written < 0) fail("write", path);
    data = data.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

bool is_folder(const std::filesystem::path& path) {
  std::error_code unknown;
  return std::filesystem::is_directory(path, unknown);
}

}  // namespace

FileBytes::~FileBytes() {
  if (mapped_) ::munmap(const_cast<std::byte*>(data_), size_);  // NOLINT: munmap takes no const
}

FileBytes::FileBytes(FileBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      mapped_(std::exchange(other.mapped_, false)) {}

FileBytes& FileBytes::operator=(FileBytes&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(mapped_, other.mapped_);
  return *this;
}

IoError io_error(std::string_view what, const std::filesystem::path& path, int error) {
  return IoError("cannot " + std::string(what) + " " + path.string() + ": " + reason(error), hint_for(error));
}

Expected<FileBytes> open_file(const std::filesystem::path& path) {
  const auto error = [&](const std::string& why) {
    return Error{"io", "cannot read " + path.string() + ": " + why, ""};
  };
  const auto error_of_call = [&]() {
    if (errno == EMFILE || errno == ENFILE || errno == ENOMEM) fail("read", path);
    return error(reason(errno));
  };
  // Without O_NONBLOCK a FIFO would hang the run before fstat can refuse it.
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (descriptor.get() < 0) return error_of_call();
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0) return error_of_call();
  if (!S_ISREG(status.st_mode)) return error("not a regular file");

  FileBytes file;
  file.size_ = static_cast<std::size_t>(status.st_size);
  if (file.size_ == 0) return file;
  void* data = ::mmap(nullptr, file.size_, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
  if (data == MAP_FAILED) return error_of_call();
  file.data_ = static_cast<const std::byte*>(data);
  file.mapped_ = true;
  return file;
}

Expected<std::string> read_text(const std::filesystem::path& path) {
  auto file = open_file(path);
  if (!file) return file.error();
  const auto bytes = file->bytes();
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

AtomicFile::AtomicFile(std::filesystem::path final_path) : final_path_(std::move(final_path)) {
  do {  // a name may be taken by what a killed process of the same number left
    temporary_path_ = temporary_name(final_path_);
    descriptor_ = disk::create(temporary_path_);
  } while (descriptor_ < 0 && errno == EEXIST);
  if (descriptor_ < 0) fail("create", final_path_);
}

AtomicFile::~AtomicFile() { discard(); }

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : final_path_(std::move(other.final_path_)),
      temporary_path_(std::exchange(other.temporary_path_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_) {}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
  std::swap(final_path_, other.final_path_);
  std::swap(temporary_path_, other.temporary_path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  return *this;
}

void AtomicFile::append(std::span<const std::byte> data) {
  write_all(descriptor_, data, size_, final_path_);
  size_ += data.size();
}

void AtomicFile::append(std::string_view text) { append(std::as_bytes(std::span(text))); }

void AtomicFile::overwrite(std::uint64_t offset, std::span<const std::byte> data) {
  write_all(descriptor_, data, offset, final_path_);
}

void AtomicFile::commit() {
  if (disk::sync(descriptor_) != 0) fail("sync", final_path_);
  if (disk::close(std::exchange(descriptor_, -1)) != 0) fail("close", final_path_);
  if (disk::rename(temporary_path_, final_path_) != 0) fail("rename to", final_path_);
  temporary_path_.clear();
  sync_folder(folder_of(final_path_));
}

void AtomicFile::discard() noexcept {
  if (descriptor_ >= 0) disk::close(std::exchange(descriptor_, -1));
  if (!temporary_path_.empty()) disk::remove(temporary_path_);
}

void write_atomically(const std::filesystem::path& path, std::string_view text) {
  AtomicFile file(path);
  file.append(text);
  file.commit();
}

// A file system that cannot answers EINVAL: then a rename is as durable as it gets there. A folder that may be written
// to but not read cannot be opened for it.
void sync_folder(const std::filesystem::path& folder) {
  const Descriptor descriptor(disk::open_folder(folder));
  if (descriptor.get() < 0) {
    if (errno == EACCES) return;
    fail("open folder", folder);
  }
  if (disk::sync(descriptor.get()) != 0 && errno != EINVAL) fail("sync folder", folder);
}

void create_folders(const std::filesystem::path& folder) {
  if (folder.empty() || is_folder(folder)) return;
  create_folders(folder.parent_path());
  if (disk::make_folder(folder) == 0) return sync_folder(folder_of(folder));
  const int error = errno;
  if (error == EEXIST && is_folder(folder)) return;  // made by another run meanwhile
  throw io_error("create folder", folder, error == EEXIST ? ENOTDIR : error);
}

void remove_recursively(const std::filesystem::path& path) {
  // Another run may put a file there between the listing and the removal of the folder.
  for (int tries_left = 10;; --tries_left) {
    if (is_folder(path) && !std::filesystem::is_symlink(path)) {
      const auto names = disk::list(path);
      if (!names && errno != ENOENT) fail("list folder", path);
      for (const std::string& name : names.value_or(std::vector<std::string>())) remove_recursively(path / name);
    }
    if (disk::remove(path) == 0 || errno == ENOENT) return;
    if (errno != ENOTEMPTY || tries_left == 0) fail("remove", path);
  }
}

}  // namespace augshard
