#include "engine/threads.h"

#include <latch>
#include <new>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "base/files.h"

namespace augshard {
namespace {

/// Threads that wait, all of them at once, until this ends.
class WaitingThreads {
 public:
  WaitingThreads() = default;
  ~WaitingThreads() {
    all_.count_down();
    for (std::thread& thread : threads_) thread.join();
  }
  WaitingThreads(const WaitingThreads&) = delete;
  WaitingThreads& operator=(const WaitingThreads&) = delete;

  void add() {
    threads_.emplace_back([this] {
      // A thread that allocates takes a heap of its own, which the next one that is started inherits.
      ::operator delete(::operator new(1));
      all_.wait();
    });
  }

 private:
  std::latch all_{1};
  std::vector<std::thread> threads_;
};

}  // namespace

void require_threads(int threads) {
  WaitingThreads waiting;
  for (int i = 0; i < threads; ++i) {
    try {
      waiting.add();
    } catch (const std::system_error& error) {
      throw IoError("cannot start " + std::to_string(threads) + " threads: " + error.code().message(),
                    "use fewer --threads, or raise the limit of processes (ulimit -u) or of memory (ulimit -v)");
    }
  }
}

}  // namespace augshard
