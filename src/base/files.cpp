#include "base/files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

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

std::string reason() { return std::strerror(errno); }  // NOLINT(concurrency-mt-unsafe): glibc's is thread-safe

[[noreturn]] void fail(const char* what, const std::filesystem::path& path) {
  throw IoError(std::string("cannot ") + what + " " + path.string() + ": " + reason());
}

void write_all(int descriptor, std::span<const std::byte> data, off_t offset, const std::filesystem::path& path) {
  while (!data.empty()) {
    const ssize_t written = ::pwrite(descriptor, data.data(), data.size(), offset);
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("write", path);
    }
    data = data.subspan(static_cast<std::size_t>(written));
    offset += written;
  }
}

// A file system without fsync for folders answers EINVAL: then a rename is as durable as it gets there.
void sync_folder(const std::filesystem::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.get() < 0) fail("open folder", folder);
  if (::fsync(descriptor.get()) != 0 && errno != EINVAL) fail("sync folder", folder);
}

std::filesystem::path temporary_name(const std::filesystem::path& final_path) {
  static std::atomic<unsigned> counter{0};
  std::filesystem::path name = final_path;
  name += ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
  return name;
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

Expected<FileBytes> open_file(const std::filesystem::path& path) {
  const auto error = [&](const std::string& why) {
    return Error{"io", "cannot read " + path.string() + ": " + why, ""};
  };
  // Without O_NONBLOCK a FIFO would hang the run before fstat can refuse it.
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (descriptor.get() < 0) return error(reason());
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0) return error(reason());
  if (!S_ISREG(status.st_mode)) return error("not a regular file");

  FileBytes file;
  file.size_ = static_cast<std::size_t>(status.st_size);
  if (file.size_ == 0) return file;
  void* data = ::mmap(nullptr, file.size_, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
  if (data == MAP_FAILED) return error(reason());
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

AtomicFile::AtomicFile(std::filesystem::path final_path)
    : final_path_(std::move(final_path)), temporary_path_(temporary_name(final_path_)) {
  descriptor_ = ::open(temporary_path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail("create", temporary_path_);
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
  write_all(descriptor_, data, static_cast<off_t>(size_), temporary_path_);
  size_ += data.size();
}

void AtomicFile::append(std::string_view text) { append(std::as_bytes(std::span(text))); }

void AtomicFile::overwrite(std::uint64_t offset, std::span<const std::byte> data) {
  write_all(descriptor_, data, static_cast<off_t>(offset), temporary_path_);
}

void AtomicFile::commit() {
  if (::fsync(descriptor_) != 0) fail("sync", temporary_path_);
  if (::close(std::exchange(descriptor_, -1)) != 0) fail("close", temporary_path_);
  if (::rename(temporary_path_.c_str(), final_path_.c_str()) != 0) fail("rename to", final_path_);
  temporary_path_.clear();
  sync_folder(final_path_.parent_path().empty() ? "." : final_path_.parent_path());
}

void AtomicFile::discard() noexcept {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  if (!temporary_path_.empty()) ::unlink(temporary_path_.c_str());
}

void write_atomically(const std::filesystem::path& path, std::string_view text) {
  AtomicFile file(path);
  file.append(text);
  file.commit();
}

}  // namespace augshard
