#include "cli/signals.h"

#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <utility>

#include "cli/exit_code.h"
#include "cli/streams.h"

namespace augshard {
namespace {

std::atomic<bool> graceful{false};
std::atomic<int> received{0};
std::atomic<const std::string*> last_words_of_interrupt{nullptr};
std::atomic<const std::string*> last_words_of_terminate{nullptr};
std::atomic<bool> ending{false};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free &&
                  std::atomic<const std::string*>::is_always_lock_free,
              "a signal handler may use these only");

/// Whoever takes them says them; null where they have been said.
const std::string* take_last_words(int signal) {
  const std::string* of_interrupt = last_words_of_interrupt.exchange(nullptr);
  const std::string* of_terminate = last_words_of_terminate.exchange(nullptr);
  return signal == SIGTERM ? of_terminate : of_interrupt;
}

/// Says nothing where that would wait for a reader.
void say(const std::string& words) {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  if (::poll(&out, 1, 0) != 1) return;
  [[maybe_unused]] const auto told = ::write(STDOUT_FILENO, words.data(), words.size());
}

void on_signal(int signal) {
  if (graceful && received.exchange(signal) == 0) return;
  // The process is about to end by itself; one signal more ends it even where nobody reads its last line.
  if (ending.exchange(false)) return;
  if (const std::string* words = take_last_words(signal)) say(*words);
  ::_exit(exit_code::kSignal + signal);
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

void handle_failed_writes() {
  handle(SIGPIPE, SIG_IGN);
  handle(SIGXFSZ, SIG_IGN);
}

void handle_stop_signals() {
  handle(SIGINT, on_signal);
  handle(SIGTERM, on_signal);
}

GracefulStop::GracefulStop() { graceful = true; }
GracefulStop::~GracefulStop() { graceful = false; }

LastWords::LastWords(std::string on_interrupt, std::string on_terminate)
    : on_interrupt_(std::move(on_interrupt)), on_terminate_(std::move(on_terminate)) {
  last_words_of_terminate = &on_terminate_;
  last_words_of_interrupt = &on_interrupt_;
}

LastWords::~LastWords() { take_last_words(SIGINT); }

void LastWords::end(std::string_view line) {
  ending = true;
  if (take_last_words(SIGINT) != nullptr) write_out(line);
}

int stop_signal() { return received; }

}  // namespace augshard
