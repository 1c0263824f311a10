#pragma once

namespace augshard {

/// Whether loops that are also compiled for AVX2 may use it: the CPU has it, and the environment does not say
/// AUGSHARD_SIMD=baseline.
bool use_avx2();

}  // namespace augshard
