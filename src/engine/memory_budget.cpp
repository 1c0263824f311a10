#include "engine/memory_budget.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace augshard {

bool MemoryBudget::try_take(std::uint64_t share) {
  const std::lock_guard lock(mutex_);
  if (used_ != 0 && (share > bytes_ || used_ > bytes_ - share)) return false;
  used_ += share;
  peak_ = std::max(peak_, used_);
  return true;
}

void MemoryBudget::resize(std::uint64_t share, std::uint64_t to) {
  const std::lock_guard lock(mutex_);
  used_ += to - share;
  peak_ = std::max(peak_, used_);
}

std::uint64_t MemoryBudget::peak() const {
  const std::lock_guard lock(mutex_);
  return peak_;
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
