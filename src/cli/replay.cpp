#include "cli/replay.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "augment/augment.h"
#include "base/files.h"
#include "cli/exit_code.h"
#include "cli/job.h"
#include "cli/streams.h"
#include "cli/text.h"
#include "engine/load.h"
#include "engine/output_state.h"
#include "engine/partners.h"
#include "op/values.h"
#include "sink/tfrecord/encoding.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

Diagnostic problem_of(const std::filesystem::path& file, const Error& error) {
  Diagnostic problem = plain_error(error.code, error.message, error.hint);
  problem.file = file.string();
  return problem;
}

std::optional<std::int64_t> limit_of(const Json& manifest) {
  return manifest.at("limit").is_null() ? std::nullopt : std::optional(manifest.at("limit").get<std::int64_t>());
}

/// False after a printed error. Another version is only warned of: its pixels may be the same.
bool is_of_dataset(const Replay& asked, const Job& job, const Json& manifest) {
  const Json now = identity_of(job.spec(), job.survey(), limit_of(manifest));
  const auto differences = job_differences(manifest, now);
  if (!differences.empty()) {
    print(problem_of(asked.pipeline,
                     {"differs", "the dataset was made otherwise; what differs: " + joined(differences),
                      "give the pipeline file of the run, the same --set, and the folder it read as --root"}));
    return false;
  }
  const auto versions = version_differences(manifest, now);
  if (versions.empty()) return true;
  Diagnostic warning = plain_error("version", "pixels may differ, since these do: " + joined(versions));
  warning.severity = Severity::warning;
  print(warning);
  return true;
}

/// The field to be written, by its place among image and masks; nothing after a printed error.
std::optional<std::size_t> choose_field(const std::string& mask, const Dataset& dataset) {
  if (mask.empty()) return 0;
  std::vector<std::string> names;
  for (std::size_t i = 1; i < dataset.fields.size(); ++i) {
    if (dataset.fields[i].name == mask) return i;
    names.push_back(dataset.fields[i].name);
  }
  print(plain_error("usage", "the dataset has no mask '" + mask + "'", unknown_name_hint(mask, names)));
  return std::nullopt;
}

/// The place of a record in a split; nothing where it is not in it.
std::optional<std::int64_t> place_of(const SplitPlan& split, std::size_t record) {
  for (std::int64_t place = 0; place < split.record_count(); ++place) {
    if (split.record_at(place) == record) return place;
  }
  return std::nullopt;
}

/// The example itself, from its source; nothing after a printed error.
std::optional<Sample> make_again(const Job& job, const Json& example) {
  const auto key = example.at("key").get<std::string>();
  const int copy = example.at("copy").get<int>();
  const auto& records = job.survey().records;
  const auto& splits = job.plan().splits;
  const auto record = std::find_if(records.begin(), records.end(), [&](const Record& r) { return r.key == key; });
  const auto split =
      std::find_if(splits.begin(), splits.end(), [&](const auto& s) { return s.spec().name == example.at("split"); });
  const bool is_known = record != records.end() && split != splits.end() &&
                        std::find(split->copies().begin(), split->copies().end(), copy) != split->copies().end();
  const auto place = is_known ? place_of(*split, static_cast<std::size_t>(record - records.begin())) : std::nullopt;
  if (!place) {
    print(plain_error("differs", "the pipeline makes no copy " + std::to_string(copy) + " of '" + key + "'"));
    return std::nullopt;
  }
  Loaded loaded = load_record(job.spec(), job.survey(), static_cast<std::size_t>(record - records.begin()));
  if (loaded.reject) {
    print(problem_of(job.survey().root / loaded.reject->path, loaded.reject->error));
    return std::nullopt;
  }
  auto augmented = augment(loaded.sample, split->ops_of(copy), targets_of(job.spec()),
                           {job.spec().seed, key, copy, split->spec().copies},
                           partners_of(job.spec(), job.survey(), *split, *place));
  if (augmented && !augmented->left_out) return std::move(augmented->sample);
  const Error none{"differs", "the pipeline makes no copy " + std::to_string(copy) + " of this record", ""};
  print(problem_of(job.survey().root / record->image, augmented ? none : augmented.error()));
  return std::nullopt;
}

}  // namespace

int replay_example(const Replay& asked, const Json& manifest, const Json& example) {
  Job job(print);
  PipelineArguments pipeline{asked.pipeline, asked.overrides};
  pipeline.overrides.seed = manifest.at("seed").get<std::uint64_t>();
  if (!job.load(pipeline) || !job.survey_source()) return exit_code::kUsage;
  if (!is_of_dataset(asked, job, manifest) || !job.make_plan(limit_of(manifest))) return exit_code::kUsage;
  const auto which = choose_field(asked.mask, job.plan().dataset);
  if (!which) return exit_code::kUsage;
  const auto sample = make_again(job, example);
  if (!sample) return exit_code::kRejects;
  const Image& image = *which == 0 ? sample->image : sample->masks[*which - 1];
  const auto png = encode_pixels(job.plan().dataset.fields[*which], {Encoding::png}, image);
  if (!png) {
    print(plain_error(png.error().code, png.error().message, "a PNG holds 8 and 16 bits with 1, 3 or 4 channels"));
    return exit_code::kUsage;
  }
  write_atomically(asked.output, {reinterpret_cast<const char*>(png->bytes.data()), png->bytes.size()});
  return exit_code::kDone;
}

}  // namespace augshard
