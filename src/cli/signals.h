#pragma once

namespace augshard {

/// From now on SIGINT and SIGTERM end the process at once with 130 and 143. SIGPIPE and SIGXFSZ are ignored: writes
/// then fail with an error number.
void install_signal_handlers();

/// While it lives the first SIGINT or SIGTERM only asks for a stop; the second ends the process.
class GracefulStop {
 public:
  GracefulStop();
  ~GracefulStop();
  GracefulStop(const GracefulStop&) = delete;
  GracefulStop& operator=(const GracefulStop&) = delete;
};

/// The signal that asked for a stop, or 0.
int stop_signal();

}  // namespace augshard
