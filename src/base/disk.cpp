#include "base/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace augshard::disk {

std::atomic<Hook> test_hook{nullptr};

namespace {

/// True where a test wants this call to fail; errno says how.
bool fails(Call call, std::size_t& bytes) {
  const Hook hook = test_hook.load(std::memory_order_acquire);
  if (hook == nullptr) return false;
  const int error = hook(call, bytes);
  if (error != 0) errno = error;
  return error != 0;
}

bool fails(Call call) {
  std::size_t none = 0;
  return fails(call, none);
}

template <class Function>
auto repeated(Function function) {
  auto result = function();
  while (result < 0 && errno == EINTR) result = function();
  return result;
}

int open(const std::filesystem::path& path, int flags) {
  return repeated([&] { return fails(Call::open) ? -1 : ::open(path.c_str(), flags | O_CLOEXEC, 0666); });
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

}  // namespace

int create(const std::filesystem::path& path) { return open(path, O_WRONLY | O_CREAT | O_EXCL); }

int open_folder(const std::filesystem::path& path) { return open(path, O_RDONLY | O_DIRECTORY); }

ssize_t write_at(int descriptor, std::span<const std::byte> data, off_t offset) {
  return repeated([&]() -> ssize_t {
    std::size_t bytes = data.size();
    return fails(Call::write, bytes) ? -1 : ::pwrite(descriptor, data.data(), bytes, offset);
  });
}

int sync(int descriptor) {
  return repeated([&] { return fails(Call::sync) ? -1 : ::fsync(descriptor); });
}

int close(int descriptor) {
  // Linux has freed the descriptor even when it answers EINTR: a second call could close another thread's file.
  const bool closed = ::close(descriptor) == 0 && !fails(Call::close);
  return closed || errno == EINTR ? 0 : -1;
}

int rename(const std::filesystem::path& from, const std::filesystem::path& to) {
  return repeated([&] { return fails(Call::rename) ? -1 : ::rename(from.c_str(), to.c_str()); });
}

int remove(const std::filesystem::path& path) {
  return repeated([&] { return fails(Call::remove) ? -1 : ::remove(path.c_str()); });
}

int make_folder(const std::filesystem::path& path) {
  return repeated([&] { return fails(Call::make_folder) ? -1 : ::mkdir(path.c_str(), 0777); });
}

std::optional<std::vector<std::string>> list(const std::filesystem::path& folder) {
  DIR* stream = nullptr;
  const int result = repeated([&] {
    stream = fails(Call::list) ? nullptr : ::opendir(folder.c_str());
    return stream == nullptr ? -1 : 0;
  });
  if (result != 0) return std::nullopt;
  const std::unique_ptr<DIR, CloseFolder> opened(stream);
  std::vector<std::string> names;
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(opened.get());
    if (entry == nullptr) break;
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  if (errno != 0) return std::nullopt;
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace augshard::disk
