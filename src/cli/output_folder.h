#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/diagnostic.h"

namespace augshard {

/// An error where the output folder is neither absent nor empty.
std::optional<Diagnostic> check_output_folder(const std::filesystem::path& folder);

/// A warning where the disk has less room than the dataset is estimated to need.
std::optional<Diagnostic> check_free_space(const std::filesystem::path& folder, std::uint64_t needed_bytes);

}  // namespace augshard
