#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sink/sink.h"
#include "sink/statistics.h"

namespace augshard {

/// The file whose presence says that a dataset is complete.
inline constexpr const char* kManifestName = "dataset.json";

/// `records` and `examples` count those written; records + rejected is what was planned.
struct SplitCounts {
  std::string name;
  std::int64_t records = 0;
  std::int64_t examples = 0;
  std::int64_t rejected = 0;
};

/// All shards of one output, in the order of splits and numbers.
struct OutputShards {
  std::string type;
  std::string path;
  std::vector<ShardEntry> shards;
};

struct SplitSums {
  std::string split;
  Sums sums;
};

/// What was made, of what, with which parameters: the content of dataset.json.
struct Manifest {
  std::map<std::string, std::string> libraries;  ///< name -> version
  std::uint64_t seed = 0;
  std::optional<std::int64_t> limit;
  std::string pipeline;  ///< canonical JSON text: Spec::canonical
  std::int64_t input_records = 0;
  std::string inputs_sha256;
  Dataset dataset;
  std::vector<SplitCounts> splits;
  std::vector<OutputShards> outputs;
  std::vector<SplitSums> statistics;
  std::vector<FileEntry> files;  ///< those beside the shards: what Sink::finish() gave, ledgers, ...
};

/// The bytes of dataset.json, `manifest_sha256` with them.
std::string manifest_text(const Manifest& manifest);

/// Writes dataset.json atomically: the last act of a run. Throws IoError.
void write_manifest(const std::filesystem::path& folder, const Manifest& manifest);

/// True where the text's manifest_sha256 is that of the text with this value empty.
bool is_intact_manifest(std::string_view text);

}  // namespace augshard
