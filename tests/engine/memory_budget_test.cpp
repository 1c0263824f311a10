#include "engine/memory_budget.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace augshard;

TEST_CASE("shares never add up to more than the budget, and every one comes to its turn") {
  MemoryBudget budget(100);
  std::atomic<int> used{0};
  std::atomic<int> most{0};
  std::atomic<int> done{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        // Now and then one that is larger than all there is: it must come alone.
        const int wanted = i % 50 == 0 ? 1000 : 10 + 7 * t;
        const MemoryBudget::Share share(budget, static_cast<std::uint64_t>(wanted));
        const int now = used += std::min(wanted, 100);
        int known = most;
        while (known < now && !most.compare_exchange_weak(known, now)) {}
        std::this_thread::yield();
        used -= std::min(wanted, 100);
        ++done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(done == 8 * 500);
  CHECK(most <= 100);
  CHECK(most > 50);
}

TEST_CASE("the default leaves half of the memory to others") { CHECK(default_memory() > (std::uint64_t{64} << 20U)); }
