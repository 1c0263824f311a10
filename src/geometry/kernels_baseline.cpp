#define AUGSHARD_KERNELS baseline
#include "geometry/kernels.inc"
