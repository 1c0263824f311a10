#pragma once

#include <cstddef>
#include <filesystem>

namespace augshard {

/// A name beside `final_path` that no other process, here or on another host, makes: FINAL.tmp-HOST-PID-N.
std::filesystem::path temporary_name(const std::filesystem::path& final_path);

/// Removes the temporary files that killed runs left in a folder and in those below it, and nothing else: files with
/// such a name that were last written more than a day ago, or by a process of this host that is no more. Returns how
/// many. Throws IoError.
std::size_t sweep_stale_temporaries(const std::filesystem::path& folder);

}  // namespace augshard
