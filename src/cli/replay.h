#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "spec/load.h"

namespace augshard {

/// What is needed to make an example once more.
struct Replay {
  std::filesystem::path pipeline;  ///< the pipeline file of the run
  Overrides overrides;             ///< with its --root and --set; the seed is the dataset's
  std::filesystem::path output;    ///< PNG, replaced if it is there
  std::string mask;                ///< this mask instead of the image; empty = the image
};

/// Makes an example of a dataset once more from its source, and writes its image or a mask as PNG. `manifest` is the
/// dataset's, `example` the line of its log. Gives the exit code, after a printed error where it is not 0. Throws
/// IoError.
int replay_example(const Replay& asked, const nlohmann::ordered_json& manifest, const nlohmann::ordered_json& example);

}  // namespace augshard
