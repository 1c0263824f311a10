#include "geometry/kernels.h"

#include "base/cpu.h"

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
#if defined(__x86_64__)
  if (use_avx2()) return avx2::kKernels;
#endif
  return baseline::kKernels;
}

}  // namespace augshard
