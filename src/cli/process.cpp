#include "cli/process.h"

#include <malloc.h>

#include <algorithm>
#include <thread>

namespace augshard {

void keep_memory(int threads) {
  // An old glibc refuses more than 32 MiB as threshold for mmap.
  if (::mallopt(M_MMAP_THRESHOLD, 1 << 30) == 0) ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
  ::mallopt(M_TOP_PAD, 64 << 20);
  ::mallopt(M_ARENA_MAX, threads + 1);
}

int machine_threads() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

}  // namespace augshard
