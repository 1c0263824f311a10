#include "cli/output_folder.h"

#include <nlohmann/json.hpp>

#include "cli/streams.h"
#include "cli/text.h"
#include "engine/output_state.h"
#include "op/values.h"

namespace augshard {

namespace fs = std::filesystem;

namespace {

Diagnostic foreign_files(const fs::path& folder) {
  return plain_error("output", "the folder '" + folder.string() + "' holds files, but no dataset of augshard",
                     "name another folder for --output");
}

Diagnostic another_dataset(const fs::path& folder, const std::vector<std::string>& differences) {
  return plain_error("output",
                     "the folder '" + folder.string() + "' holds another dataset; what differs: " + joined(differences),
                     "name another folder, or replace that dataset by --overwrite");
}

}  // namespace

std::optional<Diagnostic> check_output_folder(const fs::path& folder, Existing existing) {
  std::error_code error;
  if (!fs::exists(folder, error)) return std::nullopt;
  if (!fs::is_directory(folder, error)) {
    return plain_error("output", "'" + folder.string() + "' is not a folder", "name another folder for --output");
  }
  if (existing != Existing::refuse || fs::is_empty(folder, error) || error) return std::nullopt;
  return plain_error(
      "output", "the folder '" + folder.string() + "' is not empty",
      "--resume goes on with an unfinished run, --overwrite replaces a dataset; else name another folder");
}

Preparation prepare_output(const fs::path& folder, Existing existing, const nlohmann::ordered_json& identity) {
  using Kind = OutputState::Kind;
  const OutputState state = examine_output(folder, identity);
  if (state.kind == Kind::empty) return {};
  if (state.kind == Kind::foreign) return {false, foreign_files(folder)};
  if (existing == Existing::overwrite) {
    clear_output(folder);
    return {};
  }
  if (!state.differences.empty()) return {false, another_dataset(folder, state.differences)};
  if (state.kind == Kind::complete) clear_state(folder);
  return {state.kind == Kind::complete, std::nullopt};
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
