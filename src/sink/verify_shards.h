#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "sink/verified_folder.h"
#include "sink/verify_declared.h"
#include "sink/verify_rows.h"
#include "sink/verify_statistics.h"

namespace augshard {

/// An output of the dataset whose shards are read.
struct VerifiedOutput {
  std::string folder;
  const Declared* declared = nullptr;  ///< null where the manifest does not tell
  const OutputSpec* spec = nullptr;    ///< null where it is not known
};

/// Reads the files of one shard, an entry of `shards` in dataset.json: framing, headers, counts, index and offsets;
/// where the output is known, every example too. Problems go to `folder`, what the examples hold to `sums`. Throws what
/// the JSON library throws where a key is missing.
FoundShard check_shard(VerifiedFolder& folder, const VerifiedOutput& output, const nlohmann::ordered_json& shard,
                       FoundSums& sums);

}  // namespace augshard
