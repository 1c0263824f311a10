#pragma once

#include <string>
#include <string_view>

namespace augshard {

/// From now on SIGPIPE and SIGXFSZ are ignored: writes fail with an error number.
void handle_failed_writes();

/// From now on SIGINT and SIGTERM end the process at once with 130 and 143.
void handle_stop_signals();

/// While it lives the first SIGINT or SIGTERM only asks for a stop; the second ends the process.
class GracefulStop {
 public:
  GracefulStop();
  ~GracefulStop();
  GracefulStop(const GracefulStop&) = delete;
  GracefulStop& operator=(const GracefulStop&) = delete;
};

/// Says on stdout how the process ends, once: either end() does, or, where a signal ends the process at once, its
/// handler. A line with its newline each; of SIGINT and of SIGTERM. Made before handle_stop_signals(), no signal that
/// is handled is without words.
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
