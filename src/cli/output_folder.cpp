#include "cli/output_folder.h"

#include "cli/streams.h"
#include "cli/text.h"

namespace augshard {

namespace fs = std::filesystem;

std::optional<Diagnostic> check_output_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) return std::nullopt;
  if (!fs::is_directory(folder, error)) {
    return plain_error("output", "'" + folder.string() + "' is not a folder", "name another folder for --output");
  }
  if (fs::is_empty(folder, error) || error) return std::nullopt;
  return plain_error("output", "the folder '" + folder.string() + "' is not empty",
                     "name another folder, or remove this one first: nothing in it is overwritten");
}

std::optional<Diagnostic> check_free_space(const fs::path& folder, std::uint64_t needed_bytes) {
  std::error_code error;
  fs::path existing = fs::absolute(folder, error);
  while (!fs::exists(existing, error) && existing.has_relative_path()) existing = existing.parent_path();
  const fs::space_info space = fs::space(existing, error);
  if (error || space.available >= needed_bytes) return std::nullopt;
  Diagnostic warning = plain_error("space",
                                   "the dataset needs about " + bytes_text(needed_bytes) + ", but the disk of '" +
                                       folder.string() + "' has " + bytes_text(space.available) + " free",
                                   "name a folder on another disk, or make fewer copies");
  warning.severity = Severity::warning;
  return warning;
}

}  // namespace augshard
