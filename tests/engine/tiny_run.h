#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "base/files.h"
#include "codec/codec.h"
#include "engine/run.h"
#include "spec/load.h"
#include "temporary_folder.h"

namespace augshard {

/// Five records in two towns, two copies of each, in shards of two examples.
inline constexpr const char* kTinyPipeline = R"({
  "augshard": 1, "name": "tiny", "seed": 7,
  "source": {"type": "folders", "image": "{town}/{id}.png", "masks": {"mask": "{town}/{id}.mask"}},
  "targets": {"mask": {"kind": "label"}},
  "splits": {
    "train": {"where": {"town": ["ash"]}, "copies": 2, "ops": ["horizontal_flip"]},
    "val": {"where": {"town": ["elm"]}, "copies": 2, "ops": [{"op": "grid_patch", "height": 16, "width": 16}]}
  },
  "shards": {"max_examples": 2},
  "outputs": [{"type": "tfrecord"}, {"type": "npy"}]
})";

inline void write_png(const std::filesystem::path& path, int channels, std::size_t seed) {
  Image image({16, 16}, channels, DType::uint8);
  const std::size_t range = channels == 1 ? 4 : 256;
  std::size_t value = seed;
  for (std::uint8_t& pixel : image.values<std::uint8_t>()) pixel = static_cast<std::uint8_t>((value += 37) % range);
  const auto png = encode_png(image);
  create_folders(path.parent_path());
  write_atomically(path, {reinterpret_cast<const char*>(png.data()), png.size()});
}

/// A source of five records, those of one split with a copy that does not come to be, and the plan of a run over it.
class TinyRun {
 public:
  explicit TinyRun(const char* pipeline = kTinyPipeline)
      : spec_(load(source_.path(), pipeline)), survey_(survey_source(spec_)), plan_(plan()) {}

  RunSummary operator()(const std::filesystem::path& output) const {
    RunOptions options;
    options.threads = 2;
    return (*this)(output, options);
  }
  RunSummary operator()(const std::filesystem::path& output, RunOptions options) const {
    options.output = output;
    return run_plan(spec_, survey_, plan_, options, [](const RunEvent&) {});
  }

 private:
  static Spec load(const std::filesystem::path& root, const char* pipeline) {
    std::size_t seed = 0;
    for (const std::string record : {"ash/1", "ash/2", "ash/3", "elm/1", "elm/2"}) {
      write_png(root / (record + ".png"), 3, ++seed);
      write_png(root / (record + ".mask"), 1, seed);
    }
    LoadedSpec loaded = parse_pipeline(pipeline, root / "pipeline.json", {});
    for (const Diagnostic& diagnostic : loaded.diagnostics) MESSAGE(format(diagnostic));
    REQUIRE(loaded.spec);
    return std::move(*loaded.spec);
  }
  [[nodiscard]] Plan plan() const {
    Diagnostics diagnostics = survey_.diagnostics;
    Plan made = make_plan(spec_, survey_, std::nullopt, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics) MESSAGE(format(diagnostic));
    REQUIRE_FALSE(has_errors(diagnostics));
    return made;
  }

  TemporaryFolder source_;
  Spec spec_;
  Survey survey_;
  Plan plan_;
};

using Files = std::map<std::string, std::string>;

inline Files files_of(const std::filesystem::path& folder) {
  Files files;
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[entry.path().lexically_relative(folder).string()] = *read_text(entry.path());
  }
  return files;
}

}  // namespace augshard
