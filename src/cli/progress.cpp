#include "cli/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "base/counted.h"
#include "cli/streams.h"
#include "cli/text.h"
#include "source/names.h"

namespace augshard {
namespace {

constexpr std::chrono::milliseconds kRedrawInterval{167};
constexpr std::chrono::milliseconds kLineInterval{10'000};
constexpr std::string_view kEraseLine = "\r\x1b[K";

bool is_terminal() {
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

/// A line that wraps cannot be redrawn.
std::size_t terminal_width() {
  winsize size{};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? std::size_t{size.ws_col} : 80;
}

}  // namespace

std::string progress_text(const ProgressEvent& event, double seconds) {
  const double passed = std::max(seconds, 1e-3);
  const auto done = static_cast<double>(event.done);
  const auto total = static_cast<double>(std::max<std::int64_t>(event.total, 1));
  std::string text = fixed(std::floor(100 * done / total), 0) + " % " + std::to_string(event.done) + "/" +
                     std::to_string(event.total) + " records, " +
                     fixed(static_cast<double>(event.examples) / passed, 1) + " examples/s, " +
                     bytes_text(static_cast<std::uint64_t>(static_cast<double>(event.bytes) / passed)) + "/s";
  if (event.done > 0 && event.done < event.total) text += ", ETA " + duration_text(passed * (total - done) / done);
  if (event.rejects > 0) text += ", " + counted(event.rejects, "reject", "rejects");
  return text;
}

ProgressLine::ProgressLine(ProgressMode mode)
    : shown_(mode != ProgressMode::never), redraws_(is_terminal()), start_(Clock::now()) {
  interval_ = redraws_ ? kRedrawInterval : kLineInterval;
  next_ = start_ + interval_;
}

void ProgressLine::update(const ProgressEvent& event) {
  const Clock::time_point now = Clock::now();
  if (!shown_ || now < next_) return;
  next_ = now + interval_;
  std::string text = progress_text(event, std::chrono::duration<double>(now - start_).count());
  if (!redraws_) {
    write_error(text + "\n");
    return;
  }
  text.resize(std::min(text.size(), terminal_width() - 1));
  write_error(std::string(kEraseLine) + text);
  drawn_ = true;
}

void ProgressLine::clear() {
  if (drawn_) write_error(kEraseLine);
  drawn_ = false;
}

}  // namespace augshard
