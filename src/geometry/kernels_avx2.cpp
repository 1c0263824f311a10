#if defined(__x86_64__)
#define AUGSHARD_KERNELS avx2
#include "geometry/kernels.inc"
#endif
