#include "engine/memory_budget.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace augshard {

MemoryBudget::Share::Share(MemoryBudget& budget, std::uint64_t bytes)
    : budget_(budget), bytes_(std::min(bytes, budget.bytes_)) {
  std::unique_lock lock(budget_.mutex_);
  budget_.freed_.wait(lock, [this] { return budget_.used_ + bytes_ <= budget_.bytes_; });
  budget_.used_ += bytes_;
}

MemoryBudget::Share::~Share() {
  {
    const std::lock_guard lock(budget_.mutex_);
    budget_.used_ -= bytes_;
  }
  budget_.freed_.notify_all();
}

std::uint64_t default_memory() {
  std::uint64_t bytes =
      static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGE_SIZE));
  for (const char* limit : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    std::uint64_t of_group = 0;
    if (std::ifstream(limit) >> of_group) bytes = std::min(bytes, of_group);
  }
  return bytes / 2;
}

}  // namespace augshard
