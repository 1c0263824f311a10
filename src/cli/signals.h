#pragma once

#include <string>
#include <string_view>

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

/// Says on stdout how the process ends, once: either end() does, or, where a signal ends the process at once, its
/// handler. A line with its newline each; of SIGINT and of SIGTERM.
class LastWords {
 public:
  LastWords(std::string on_interrupt, std::string on_terminate);
  ~LastWords();
  LastWords(const LastWords&) = delete;
  LastWords& operator=(const LastWords&) = delete;

  /// Throws IoError.
  void end(std::string_view line);

 private:
  std::string on_interrupt_;
  std::string on_terminate_;
};

/// The signal that asked for a stop, or 0.
int stop_signal();

}  // namespace augshard
