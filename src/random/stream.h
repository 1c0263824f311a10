#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace augshard {

/// Random numbers as a pure function of (seed, record, copy, op path, draw): Philox4x64-10 (Salmon et al. 2011) with
/// key (seed, copy) and counter (draw, op path, record). No state but the number of draws taken, so neither threads,
/// nor order, nor an op that was skipped can shift another op's numbers.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view record_key, std::uint64_t copy, std::string_view op_path);

  std::uint64_t bits();
  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform();

 private:
  std::array<std::uint64_t, 2> key_;
  std::array<std::uint64_t, 4> counter_;
};

/// The `index`-th block of four 32-bit words of Philox4x32-10 under `key`: for whole fields of noise.
std::array<std::uint32_t, 4> noise_block(std::uint64_t key, std::uint64_t index);

}  // namespace augshard
