#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "source/source.h"

namespace augshard {

namespace fs = std::filesystem;

namespace {

Error path_error(const std::string& relative, std::string why) {
  return {"path", "'" + relative + "' " + std::move(why),
          "paths are relative to source.root and stay below it; set source.root to a folder that holds all files"};
}

std::string_view fault_of_text(std::string_view path) {
  if (path.empty()) return "is empty";
  if (path.find('\0') != std::string_view::npos) return "holds a NUL byte";
  if (path.front() == '/') return "is absolute";
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (path.substr(begin, end - begin) == "..") return "holds '..'";
    begin = end + 1;
  }
  return {};
}

/// What the kernel says about a path under RESOLVE_BENEATH: 0, or its errno.
int open_beneath(const fs::path& root, const std::string& relative) {
  const int folder = open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return errno;
  open_how how{};
  how.flags = O_PATH | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  const long file = syscall(SYS_openat2, folder, relative.c_str(), &how, sizeof how);
  const int fault = file < 0 ? errno : 0;
  if (file >= 0) close(static_cast<int>(file));
  close(folder);
  return fault;
}

bool is_beneath(const fs::path& root, const fs::path& path) {
  return std::mismatch(root.begin(), root.end(), path.begin(), path.end()).first == root.end();
}

/// Follows all links and compares part by part. The kernel also refuses an absolute link that ends below the root, and
/// an old kernel or a sandbox has no openat2.
bool ends_beneath(const fs::path& root, const fs::path& path, bool kernel_refused) {
  std::error_code fault;
  const fs::path top = fs::canonical(root, fault);
  if (fault) return false;
  const fs::path end = fs::canonical(path, fault);
  if (!fault) return is_beneath(top, end);
  // A link to nothing is not followed by weakly_canonical: what the kernel refused stays refused.
  if (kernel_refused) return false;
  const fs::path known = fs::weakly_canonical(path, fault);
  return !fault && is_beneath(top, known);
}

}  // namespace

Expected<fs::path> resolve_beneath(const fs::path& root, const std::string& relative) {
  const std::string_view text_fault = fault_of_text(relative);
  if (!text_fault.empty()) return path_error(relative, std::string(text_fault));
  const fs::path path = root / relative;
  const int fault = open_beneath(root, relative);
  switch (fault) {
    case 0:
    // Nothing is there, or nothing that may be read: the reader says so, and the record is rejected.
    case ENOENT:
    case ENOTDIR:
    case EACCES: return path;
    case ELOOP: return path_error(relative, "goes through a loop of links");
    case ENAMETOOLONG: return path_error(relative.substr(0, 64) + "...", "is longer than a path can be");
    default: break;
  }
  if (!ends_beneath(root, path, fault == EXDEV))
    return path_error(relative, "leads through a link out of the source's root");
  return path;
}

Expected<FileBytes> open_record_file(const fs::path& root, const std::string& relative) {
  const auto path = resolve_beneath(root, relative);
  if (!path) return path.error();
  auto file = open_file(*path);
  if (file) return file;
  Error error = file.error();
  const std::size_t named = error.message.find(path->string());
  if (named != std::string::npos) error.message.replace(named, path->string().size(), relative);
  return error;
}

}  // namespace augshard
