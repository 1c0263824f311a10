#include "geometry/kernels.h"

#include <cstdlib>
#include <string_view>

namespace augshard {

namespace baseline {
extern const Kernels kKernels;
}
#if defined(__x86_64__)
namespace avx2 {
extern const Kernels kKernels;
}
#endif

const Kernels& kernels() {
  static const Kernels& chosen = []() -> const Kernels& {
#if defined(__x86_64__)
    const char* wanted = std::getenv("AUGSHARD_SIMD");  // NOLINT(concurrency-mt-unsafe): nothing sets it here
    const bool baseline_only = wanted != nullptr && std::string_view(wanted) == "baseline";
    if (!baseline_only && __builtin_cpu_supports("avx2") != 0) return avx2::kKernels;
#endif
    return baseline::kKernels;
  }();
  return chosen;
}

}  // namespace augshard
