#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/files.h"
#include "disk_faults.h"
#include "temporary_folder.h"
#include "tiny_run.h"

using namespace augshard;
namespace fs = std::filesystem;

namespace {

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
  for (const auto& file : made.files) {
    const std::string& path = file.first;
    CAPTURE(path);
    if (is_temporary(path)) {
      CHECK(fault.for_ever);
    } else if (!is_state(path)) {
      const auto expected = reference.find(path);
      REQUIRE(expected != reference.end());
      CHECK(expected->second == file.second);
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
