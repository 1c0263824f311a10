#include "base/temporaries.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "base/disk.h"
#include "base/files.h"

namespace augshard {
namespace {

constexpr std::string_view kMark = ".tmp-";
constexpr std::time_t kDay = 24 * 60 * 60;

/// The N of the next temporary file.
std::atomic<std::uint64_t> next_number{0};

bool is_host_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

std::string read_host_name() {
  std::array<char, 256> text{};
  if (::gethostname(text.data(), text.size() - 1) != 0 || text[0] == '\0') return "localhost";
  std::string name = text.data();
  for (char& c : name) {
    if (!is_host_character(c)) c = '-';
  }
  return name;
}

const std::string& host_name() {
  static const std::string name = read_host_name();
  return name;
}

/// Who made a temporary file.
struct Maker {
  std::string_view host;
  pid_t process = 0;
  std::uint64_t number = 0;
};

/// Cuts "-NUMBER" off the end.
std::optional<std::uint64_t> cut_number(std::string_view& name) {
  const std::size_t dash = name.rfind('-');
  if (dash == std::string_view::npos) return std::nullopt;
  std::uint64_t number = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, fault] = std::from_chars(name.data() + dash + 1, end, number);
  if (fault != std::errc() || stop != end) return std::nullopt;
  name = name.substr(0, dash);
  return number;
}

/// Nothing where the name is not one that temporary_name() makes.
std::optional<Maker> maker_of(std::string_view name) {
  const auto number = cut_number(name);
  if (!number) return std::nullopt;
  const auto process = cut_number(name);
  if (!process || *process > static_cast<std::uint64_t>(std::numeric_limits<pid_t>::max())) return std::nullopt;
  const std::size_t mark = name.rfind(kMark);
  if (mark == std::string_view::npos || mark == 0) return std::nullopt;
  const std::string_view host = name.substr(mark + kMark.size());
  if (host.empty() || !std::all_of(host.begin(), host.end(), is_host_character)) return std::nullopt;
  return Maker{host, static_cast<pid_t>(*process), *number};
}

/// A killed process whose parent does not ask for it stays in the table, as in containers without an init.
bool is_zombie(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string line;
  std::getline(file, line);
  // proc(5): the state follows the name, which is in parentheses and may hold anything.
  const std::size_t name_end = line.rfind(')');
  return name_end != std::string::npos && name_end + 2 < line.size() && line[name_end + 2] == 'Z';
}

bool is_gone(pid_t process) { return (::kill(process, 0) != 0 && errno == ESRCH) || is_zombie(process); }

bool is_stale(const Maker& maker, const struct stat& status) {
  if (std::time(nullptr) - status.st_mtime > kDay) return true;
  if (maker.host != host_name()) return false;
  // In a container every run may have the same process number.
  if (maker.process == ::getpid()) return maker.number >= next_number;
  return is_gone(maker.process);
}

}  // namespace

std::filesystem::path temporary_name(const std::filesystem::path& final_path) {
  std::filesystem::path name = final_path;
  name += std::string(kMark) + host_name() + "-" + std::to_string(::getpid()) + "-" + std::to_string(next_number++);
  return name;
}

std::size_t sweep_stale_temporaries(const std::filesystem::path& folder) {
  const auto names = disk::list(folder);
  if (!names) {
    if (errno == ENOENT) return 0;
    throw io_error("list folder", folder, errno);
  }
  std::size_t swept = 0;
  for (const std::string& name : *names) {
    const std::filesystem::path path = folder / name;
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) continue;
    if (S_ISDIR(status.st_mode)) swept += sweep_stale_temporaries(path);
    const auto maker = S_ISREG(status.st_mode) ? maker_of(name) : std::nullopt;
    if (!maker || !is_stale(*maker, status)) continue;
    if (disk::remove(path) == 0) {
      ++swept;
    } else if (errno != ENOENT) {
      throw io_error("remove", path, errno);
    }
  }
  return swept;
}

}  // namespace augshard
