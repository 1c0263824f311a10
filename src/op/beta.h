#pragma once

namespace augshard {

/// The x with a share `u` in [0, 1] of the symmetric beta distribution, both parameters `alpha` > 0, below it; to
/// within 1e-10. By fixed-order arithmetic: the same on every CPU.
double beta_quantile(double alpha, double u);

}  // namespace augshard
