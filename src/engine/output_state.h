#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "source/survey.h"
#include "spec/spec.h"

namespace augshard {

/// The folder of an unfinished run's own files, below the output folder.
inline constexpr std::string_view kStateFolder = ".augshard";

/// What decides the bytes of a dataset: version of the tool and of its libraries, pipeline, seed, limit and inputs,
/// under the names they have in dataset.json. Equal identity, equal bytes.
nlohmann::ordered_json identity_of(const Spec& spec, const Survey& survey, std::optional<std::int64_t> limit);

/// What differs between two identities, for people: of the tool and its libraries, and of what was asked for: "the seed
/// (7 there, 8 now)", "/splits/train/copies of the pipeline". Empty where nothing does. Both take a dataset.json too.
std::vector<std::string> version_differences(const nlohmann::ordered_json& there, const nlohmann::ordered_json& now);
std::vector<std::string> job_differences(const nlohmann::ordered_json& there, const nlohmann::ordered_json& now);

/// What an output folder holds.
struct OutputState {
  enum class Kind : std::uint8_t {
    empty,       ///< nothing, or it is not there
    unfinished,  ///< a run that can go on
    complete,    ///< a dataset
    foreign      ///< files, but none of ours
  } kind = Kind::empty;
  std::vector<std::string> differences;  ///< from the identity asked about
};

/// Looks at a folder; a state that cannot be read counts as foreign.
OutputState examine_output(const std::filesystem::path& folder, const nlohmann::ordered_json& identity);

/// Removes what a run wrote into a folder that is unfinished or complete: its outputs, ledgers, manifest and state.
/// Other files stay. Throws IoError.
void clear_output(const std::filesystem::path& folder);

/// Removes what may lie beside a complete dataset whose run ended after the manifest: its state, and temporary files.
/// Throws IoError.
void clear_state(const std::filesystem::path& folder);

/// Notes the identity of a run that begins, so that it can go on later. Throws IoError.
void write_identity(const std::filesystem::path& folder, const nlohmann::ordered_json& identity);

}  // namespace augshard
