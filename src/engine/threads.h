#pragma once

namespace augshard {

/// Starts that many threads at once and ends them again. Throws IoError where the machine does not give them: the
/// library that makes them for a run ends the process then.
void require_threads(int threads);

}  // namespace augshard
