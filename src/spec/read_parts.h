#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "spec/spec.h"

/// Readers of the parts of a pipeline. Each reports every problem of its part, and gives what it could read.
namespace augshard {

/// A source, with paths resolved from `folder`, that of the pipeline file. `root` is that of the command line.
SourceSpec read_source(const nlohmann::json& value, const std::filesystem::path& folder,
                       const std::optional<std::filesystem::path>& root, Diagnostics& diagnostics);

/// The attributes that records will have; nothing where they are known only when the source is listed.
std::optional<std::vector<std::string>> attributes_of(const SourceSpec& source);

/// Reports an attribute that no record can have.
void check_attribute(const SourceSpec& source, const std::string& name, const std::string& pointer,
                     Diagnostics& diagnostics);

/// `targets`, or the defaults where there is none. Each kind comes in the order of names.
struct TargetSpecs {
  ImageTarget image;
  std::vector<MaskTarget> masks;
  std::vector<BoxesTarget> boxes;
  std::vector<KeypointsTarget> keypoints;
};
TargetSpecs read_targets(const nlohmann::json* value, const SourceSpec& source, Diagnostics& diagnostics);

/// A list of ops; paths of files in it are relative to `folder`, that of the pipeline file.
OpList read_ops(const nlohmann::json& value, const std::string& pointer, const std::filesystem::path& folder,
                Diagnostics& diagnostics);

/// `splits` and the `ops` of the top level; each may be absent. Sorted by name.
std::vector<SplitSpec> read_splits(const nlohmann::json* splits, const nlohmann::json* ops, const SourceSpec& source,
                                   const std::filesystem::path& folder, Diagnostics& diagnostics);

/// `shards`, or the default where there is none.
ShardSpec read_shards(const nlohmann::json* value, Diagnostics& diagnostics);

std::vector<OutputSpec> read_outputs(const nlohmann::json& value, const TargetSpecs& targets, const SourceSpec& source,
                                     Diagnostics& diagnostics);

}  // namespace augshard
