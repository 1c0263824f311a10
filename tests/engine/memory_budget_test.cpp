#include "engine/memory_budget.h"

#include <doctest/doctest.h>

#include <atomic>
#include <limits>
#include <thread>
#include <vector>

#include "tiny_run.h"

using namespace augshard;

TEST_CASE("shares never add up to more than the budget, and one that is too large is given alone") {
  MemoryBudget budget(100);
  CHECK(budget.try_take(60));
  CHECK(budget.try_take(40));
  CHECK_FALSE(budget.try_take(1));
  budget.resize(60, 10);
  CHECK(budget.try_take(50));
  CHECK_FALSE(budget.try_take(std::numeric_limits<std::uint64_t>::max()));
  for (const std::uint64_t share : {10U, 40U, 50U}) budget.give_back(share);
  CHECK(budget.peak() == 100);
  CHECK(budget.try_take(1000));
  CHECK_FALSE(budget.try_take(0));
  budget.give_back(1000);
  CHECK(budget.try_take(100));
  CHECK(budget.peak() == 1000);
}

TEST_CASE("shares are taken and given back by many threads at once") {
  MemoryBudget budget(100);
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500;) {
        const auto share = static_cast<std::uint64_t>(10 + 7 * t);
        if (!budget.try_take(share)) {
          std::this_thread::yield();
          continue;
        }
        budget.resize(share, share / 2);
        budget.give_back(share / 2);
        ++taken;
        ++i;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(taken == 8 * 500);
  CHECK(budget.peak() <= 100);
  CHECK(budget.try_take(100));
}

TEST_CASE("the default leaves half of the memory to others") { CHECK(default_memory() > (std::uint64_t{64} << 20U)); }

namespace {

// 16x16 pixels in, 20 copies of 200x200 out, raw in both formats: what waits for its turn is a thousand times the
// input.
constexpr const char* kLargeOutputs = R"({
  "augshard": 1, "name": "tiny", "seed": 7,
  "source": {"type": "folders", "image": "{town}/{id}.png", "masks": {"mask": "{town}/{id}.mask"}},
  "targets": {"mask": {"kind": "label"}},
  "splits": {"train": {"fraction": 1, "copies": 20, "ops": [{"op": "resize", "height": 200, "width": 200}]}},
  "shards": {"max_examples": 2},
  "outputs": [{"type": "tfrecord", "fields": {"image": {"encoding": "raw"}, "mask": {"encoding": "raw"}}}, {"type": "npy"}]
})";

}  // namespace

TEST_CASE("whatever the memory, a run comes to its end with the same bytes, and holds no more than it may") {
  const TinyRun run(kLargeOutputs);
  RunOptions options;
  options.threads = 8;
  options.in_flight = 1;
  const TemporaryFolder folder;
  const RunSummary one_by_one = run(folder.path() / "one by one", options);
  REQUIRE(one_by_one.end == RunEnd::complete);
  const Files wanted = files_of(folder.path() / "one by one");
  const std::uint64_t of_one = one_by_one.memory_peak;
  // The finished copies of a record count: 20 of 200x200x4 bytes in two formats.
  CHECK(of_one > std::uint64_t{20} * 200 * 200 * 4 * 2);
  options.in_flight = 64;
  for (const std::uint64_t memory : {std::uint64_t{1}, of_one - 1, of_one, of_one * 2 + 1}) {
    options.memory = memory;
    const RunSummary tight = run(folder.path() / std::to_string(memory), options);
    CAPTURE(memory);
    CHECK(tight.end == RunEnd::complete);
    CHECK(tight.memory_peak <= std::max(memory, of_one));
    CHECK(files_of(folder.path() / std::to_string(memory)) == wanted);
  }
}
