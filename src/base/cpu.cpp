#include "base/cpu.h"

#include <cstdlib>
#include <string_view>

namespace augshard {
namespace {

bool may_use_avx2() {
#if defined(__x86_64__)
  const char* wanted = std::getenv("AUGSHARD_SIMD");  // NOLINT(concurrency-mt-unsafe): nothing sets it here
  const bool baseline_only = wanted != nullptr && std::string_view(wanted) == "baseline";
  return !baseline_only && __builtin_cpu_supports("avx2") != 0;
#else
  return false;
#endif
}

}  // namespace

bool use_avx2() {
  static const bool use = may_use_avx2();
  return use;
}

}  // namespace augshard
