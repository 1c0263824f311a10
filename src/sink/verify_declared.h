#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/expected.h"
#include "sink/sink.h"
#include "spec/spec.h"

namespace augshard {

/// What a dataset says that its examples hold, by dataset.json alone.
struct Declared {
  Dataset dataset;
  Spec spec;
  /// By mask, sorted: the ids that it may hold. A mask without an entry may hold any.
  std::map<std::string, std::vector<std::int64_t>> ids;
  /// By split: the numbers of its copies.
  std::map<std::string, std::vector<int>> copies;
};

/// Reads `fields` and `pipeline`. Error "manifest" where they are damaged or contradict each other, "pipeline" where
/// this version does not accept the pipeline. Throws what the JSON library throws where a key is missing.
Expected<Declared> read_declared(const nlohmann::ordered_json& manifest);

}  // namespace augshard
