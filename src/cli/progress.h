#pragma once

#include <chrono>
#include <string>

#include "engine/run.h"

namespace augshard {

enum class ProgressMode { automatic, always, never };

/// How far a run is, on stderr. On a terminal one line, redrawn at most 6 times a second; else a line every 10 seconds.
class ProgressLine {
 public:
  explicit ProgressLine(ProgressMode mode);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(const ProgressEvent& event);
  /// Takes the line off the terminal, so that something else can be written.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool shown_;
  bool redraws_ = false;
  bool drawn_ = false;
  std::chrono::milliseconds interval_{};
  Clock::time_point start_;
  Clock::time_point next_;
};

/// "37 % 148/400 records, 592 examples, 81.2 examples/s, 9.4 MB/s, ETA 3.1 s, 2 rejects".
std::string progress_text(const ProgressEvent& event, double seconds);

}  // namespace augshard
