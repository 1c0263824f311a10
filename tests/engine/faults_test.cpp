#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>

#include "base/files.h"
#include "codec/codec.h"
#include "disk_faults.h"
#include "engine/run.h"
#include "spec/load.h"
#include "temporary_folder.h"

using namespace augshard;
namespace fs = std::filesystem;

namespace {

constexpr const char* kPipeline = R"({
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

void write_png(const fs::path& path, int channels, std::size_t seed) {
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
  TinyRun() : spec_(load(source_.path())), survey_(survey_source(spec_)), plan_(plan()) {}

  [[nodiscard]] RunSummary operator()(const fs::path& output) const {
    RunOptions options;
    options.output = output;
    options.threads = 2;
    return run_plan(spec_, survey_, plan_, options, [](const RunEvent&) {});
  }

 private:
  static Spec load(const fs::path& root) {
    std::size_t seed = 0;
    for (const std::string record : {"ash/1", "ash/2", "ash/3", "elm/1", "elm/2"}) {
      write_png(root / (record + ".png"), 3, ++seed);
      write_png(root / (record + ".mask"), 1, seed);
    }
    LoadedSpec loaded = parse_pipeline(kPipeline, root / "pipeline.json", {});
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

Files files_of(const fs::path& folder) {
  Files files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[entry.path().lexically_relative(folder).string()] = *read_text(entry.path());
  }
  return files;
}

bool is_temporary(const std::string& path) { return path.find(".tmp-") != std::string::npos; }
bool is_state(const std::string& path) { return path.starts_with(".augshard/"); }

/// The dataset's own files.
Files without_state(const Files& files) {
  Files kept;
  for (const auto& file : files) {
    if (!is_state(file.first)) kept.insert(file);
  }
  return kept;
}

/// What a run under a fault did.
struct Attempt {
  bool fired = false;
  bool complete = false;
  std::string error;  ///< of an IoError
  Files files;
};

/// Some thousand runs sync some hundred thousand times: minutes on a disk, seconds in memory.
fs::path memory_folder() { return ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : fs::temp_directory_path(); }

Attempt attempt(const TinyRun& run, const DiskFault& fault) {
  const TemporaryFolder folder(memory_folder());
  Attempt made;
  const DiskFaults faults(fault);
  try {
    made.complete = run(folder.path() / "out").end == RunEnd::complete;
  } catch (const IoError& error) {
    made.error = error.what();
  }
  made.fired = faults.fired();
  made.files = files_of(folder.path() / "out");
  return made;
}

void check_attempt(const Attempt& made, const Files& reference, const DiskFault& fault) {
  CAPTURE(fault.nth);
  CAPTURE(made.error);
  CHECK_FALSE(made.complete);
  CHECK(made.error.ends_with(std::generic_category().message(fault.error)));
  for (const auto& [path, content] : made.files) {
    CAPTURE(path);
    if (is_temporary(path)) {
      CHECK(fault.for_ever);
    } else if (!is_state(path)) {
      const auto expected = reference.find(path);
      REQUIRE(expected != reference.end());
      CHECK(expected->second == content);
    }
  }
  // The manifest comes last: only making its name durable, and removing the state of the run, can fail after it.
  if (made.files.contains("dataset.json")) CHECK(without_state(made.files) == reference);
}

}  // namespace

TEST_CASE("whichever call to the disk fails, the run ends with an error and no wrong file under a final name") {
  const TinyRun run;
  const Attempt whole = attempt(run, {});
  REQUIRE(whole.complete);
  CHECK(without_state(whole.files) == whole.files);
  REQUIRE(whole.files.contains("dataset.json"));
  for (const int error : {EIO, ENOSPC}) {
    for (const bool for_ever : {false, true}) {
      std::size_t nth = 1;
      for (;; ++nth) {
        const DiskFault fault{.nth = nth, .error = error, .for_ever = for_ever};
        const Attempt made = attempt(run, fault);
        if (!made.fired) break;
        check_attempt(made, whole.files, fault);
      }
      CHECK(nth > 100);
    }
  }
}

TEST_CASE("short writes and interrupted calls change nothing") {
  const TinyRun run;
  const Attempt whole = attempt(run, {});
  for (std::size_t nth = 1;; ++nth) {
    const Attempt made = attempt(run, {.nth = nth, .error = EINTR, .longest_write = 100});
    CAPTURE(nth);
    CHECK(made.complete);
    CHECK(made.files == whole.files);
    if (!made.fired) break;
    nth += 6;
  }
}
