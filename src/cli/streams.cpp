#include "cli/streams.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/files.h"

namespace augshard {
namespace {

/// The error number, or 0.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

bool error_stream_failed = false;

}  // namespace

void write_out(std::string_view text) {
  static bool ended = false;
  if (ended) return;
  const int error = write_all(STDOUT_FILENO, text);
  ended = error != 0;
  if (ended && error != EPIPE) throw IoError("cannot write to stdout: " + std::generic_category().message(error));
}

void write_error(std::string_view text) {
  const int error = write_all(STDERR_FILENO, text);
  if (error != 0 && error != EPIPE) error_stream_failed = true;
}

bool stderr_failed() { return error_stream_failed; }

void print(const Diagnostic& diagnostic) { write_error(format(diagnostic) + "\n"); }

Diagnostic plain_error(std::string code, std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

}  // namespace augshard
