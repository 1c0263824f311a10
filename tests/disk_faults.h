#pragma once

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <limits>
#include <optional>

#include "base/disk.h"

/// From the n-th call on (1 is the first) one, or every one, fails.
struct DiskFault {
  std::size_t nth = std::numeric_limits<std::size_t>::max();
  int error = EIO;
  bool for_ever = false;
  std::optional<augshard::disk::Call> call = {};  ///< counts and fails only these
  std::size_t longest_write = std::numeric_limits<std::size_t>::max();
};

/// While it lives, the calls that change a disk are counted and fail as planned. One at a time.
class DiskFaults {
 public:
  explicit DiskFaults(const DiskFault& plan) {
    plan_ = plan;
    count_ = 0;
    augshard::disk::test_hook = ask;
  }
  ~DiskFaults() { augshard::disk::test_hook = nullptr; }
  DiskFaults(const DiskFaults&) = delete;
  DiskFaults& operator=(const DiskFaults&) = delete;

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] bool fired() const { return count_ >= plan_.nth; }

 private:
  static int ask(augshard::disk::Call call, std::size_t& bytes) {
    if (bytes > plan_.longest_write) bytes = plan_.longest_write;
    if (plan_.call && *plan_.call != call) return 0;
    const std::size_t now = ++count_;
    return now == plan_.nth || (plan_.for_ever && now > plan_.nth) ? plan_.error : 0;
  }

  static inline DiskFault plan_;
  static inline std::atomic<std::size_t> count_ = 0;
};
