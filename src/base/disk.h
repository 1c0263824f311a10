#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// The system calls that change a disk: every write of this program goes through here. Each behaves as the call of its
/// name, -1 and errno where it fails, but is repeated when a signal interrupts it.
namespace augshard::disk {

enum class Call : std::uint8_t { open, write, sync, close, rename, remove, make_folder, list };

/// Opens for writing, a file that does not exist yet, or a folder to be synced.
int create(const std::filesystem::path& path);
int open_folder(const std::filesystem::path& path);
/// May write less than it is given.
ssize_t write_at(int descriptor, std::span<const std::byte> data, off_t offset);
int sync(int descriptor);
/// The descriptor is gone, whatever the answer.
int close(int descriptor);
int rename(const std::filesystem::path& from, const std::filesystem::path& to);
/// A file or an empty folder.
int remove(const std::filesystem::path& path);
int make_folder(const std::filesystem::path& path);
/// The names in a folder, sorted.
std::optional<std::vector<std::string>> list(const std::filesystem::path& folder);

/// For tests alone (tests/disk_faults.h): asked before each call, answers with the errno that the call shall fail with,
/// or 0. `bytes`, of a write, may be lowered to make it a short one. Nothing outside of the tests ever sets it.
using Hook = int (*)(Call call, std::size_t& bytes);
extern std::atomic<Hook> test_hook;

}  // namespace augshard::disk
