#pragma once

namespace augshard {

/// Keeps image buffers in the process instead of returning them to the system, which costs more than the work on them;
/// `threads` are those that will allocate.
void keep_memory(int threads);

/// Threads that the machine gives this process, at least 1.
int machine_threads();

}  // namespace augshard
