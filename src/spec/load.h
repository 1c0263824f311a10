#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "spec/spec.h"

namespace augshard {

/// What the command line changes in a pipeline.
struct Overrides {
  std::vector<std::string> set;  ///< "/json/pointer=value"; the value is JSON, or else taken as a string
  std::optional<std::filesystem::path> root;
  std::optional<std::uint64_t> seed;
};

struct LoadedSpec {
  std::optional<Spec> spec;  ///< present when `diagnostics` holds no error
  Diagnostics diagnostics;   ///< every problem, sorted by position
  /// Gives a diagnostic found later (of the source, of the plan) the file, line and column that its pointer stands for.
  /// One that has a line, or another file, stays as it is. Set whenever `spec` is.
  std::function<void(Diagnostic&)> locate;
};

/// Reads and checks a pipeline file: syntax, duplicate and unknown keys, types, ranges, names, cross-field rules.
/// Nothing of the source is looked at. All problems are found at once.
LoadedSpec load_pipeline(const std::filesystem::path& file, const Overrides& overrides);

/// The same from text; `file` gives the name for messages and the folder that relative paths start from.
LoadedSpec parse_pipeline(const std::string& text, const std::filesystem::path& file, const Overrides& overrides);

}  // namespace augshard
