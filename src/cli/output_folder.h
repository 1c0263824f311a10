#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "base/diagnostic.h"

namespace augshard {

/// What a run does with an output folder that is not empty.
enum class Existing : std::uint8_t { refuse, resume, overwrite };

/// An error where the output folder is no folder, or not empty and to be refused then: what can be said before the
/// source is listed.
std::optional<Diagnostic> check_output_folder(const std::filesystem::path& folder, Existing existing);

/// What stands in the way of a run of this identity; `complete` where the dataset is there already.
struct Preparation {
  bool complete = false;
  std::optional<Diagnostic> problem;
};
/// Makes a folder ready: to resume, it must hold an unfinished run of the same identity; to overwrite, it must hold a
/// dataset or a run of augshard, which is removed. Throws IoError.
Preparation prepare_output(const std::filesystem::path& folder, Existing existing,
                           const nlohmann::ordered_json& identity);

/// A warning where the disk has less room than the dataset is estimated to need.
std::optional<Diagnostic> check_free_space(const std::filesystem::path& folder, std::uint64_t needed_bytes);

}  // namespace augshard
