#pragma once

#include <filesystem>
#include <string>

#include "base/diagnostic.h"
#include "source/walk.h"
#include "spec/spec.h"

namespace augshard {

/// An error for a pattern that matched nothing: what was walked, what was found in its place, what may be meant.
Diagnostic nothing_found(const Spec& spec, const std::filesystem::path& root, const Pattern& pattern,
                         const Ground& ground, std::string code, std::string pointer);

/// Links that leave the root, folders that cannot be listed, names that take too long to match; code "path".
void report_walk(const Spec& spec, const Walk& walk, Diagnostics& diagnostics);

}  // namespace augshard
