#pragma once

#include <cstdint>
#include <mutex>

namespace augshard {

/// Bytes that the records at work may use at once: shares of it are taken before a record is begun and given back when
/// it is written. Nobody waits here; who gets no share asks again when another was given back.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::uint64_t bytes) : bytes_(bytes) {}

  /// Takes a share where it is free. One that is larger than the whole budget is given when no other is held, so that
  /// there is always one that goes on.
  bool try_take(std::uint64_t share);
  /// A share turned out to be of another size. What is held may then be more than the budget: it is held already.
  void resize(std::uint64_t share, std::uint64_t to);
  void give_back(std::uint64_t share) { resize(share, 0); }

  /// The most that was held at once.
  [[nodiscard]] std::uint64_t peak() const;

 private:
  const std::uint64_t bytes_;
  std::uint64_t used_ = 0;
  std::uint64_t peak_ = 0;
  mutable std::mutex mutex_;
};

/// Half of the memory that this process may have: of the machine, or of its control group.
std::uint64_t default_memory();

}  // namespace augshard
