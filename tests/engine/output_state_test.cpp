#include "engine/output_state.h"

#include <doctest/doctest.h>

#include <vector>

#include "base/disk.h"
#include "base/files.h"
#include "temporary_folder.h"
#include "tiny_run.h"

using namespace augshard;

namespace {

std::vector<disk::Call> calls;

int note(disk::Call call, std::size_t& /*bytes*/) {
  calls.push_back(call);
  return 0;
}

}  // namespace

TEST_CASE("dataset.json is gone for good before anything else of its dataset is removed") {
  const TinyRun run;
  const TemporaryFolder folder;
  const auto out = folder.path() / "out";
  REQUIRE(run(out).end == RunEnd::complete);
  calls.clear();
  disk::test_hook = note;
  clear_output(out);
  disk::test_hook = nullptr;
  using enum disk::Call;
  REQUIRE(calls.size() > 3);
  CHECK(calls[0] == remove);
  CHECK(calls[1] == open);
  CHECK(calls[2] == sync);
  CHECK(std::filesystem::is_empty(out));
}
