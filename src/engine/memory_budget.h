#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace augshard {

/// Bytes that workers may use at once. A share waits until it is free; one larger than the whole budget waits until it
/// is alone. Shares are held for the making of one record and by nothing that waits for another record, so there is
/// always one that goes on.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::uint64_t bytes) : bytes_(bytes) {}

  class Share {
   public:
    Share(MemoryBudget& budget, std::uint64_t bytes);
    ~Share();
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

   private:
    MemoryBudget& budget_;
    std::uint64_t bytes_;
  };

 private:
  const std::uint64_t bytes_;
  std::uint64_t used_ = 0;
  std::mutex mutex_;
  std::condition_variable freed_;
};

/// Half of the memory that this process may have: of the machine, or of its control group.
std::uint64_t default_memory();

}  // namespace augshard
