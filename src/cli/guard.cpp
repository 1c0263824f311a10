#include "cli/guard.h"

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <new>
#include <string_view>

#include "base/files.h"
#include "cli/exit_code.h"
#include "cli/streams.h"

namespace augshard {
namespace {

constexpr const char* kOutOfMemory = "out of memory";
constexpr const char* kLessMemory =
    "fewer --threads or --in-flight and less --memory need less; or raise the limit of this process";

/// Memory may run out where a library must not throw, as between the tasks of oneTBB. There is no way back from there,
/// but it is no bug: a message that takes no memory, and the exit code. What was being written is as after a kill.
void end_out_of_memory() {
  try {
    if (const auto current = std::current_exception()) std::rethrow_exception(current);
  } catch (const std::bad_alloc&) {
    for (const std::string_view part : {"error[memory]: ", kOutOfMemory, "\n  hint: ", kLessMemory, "\n"}) {
      if (::write(STDERR_FILENO, part.data(), part.size()) < 0) break;
    }
    ::_exit(exit_code::kInputOutput);
  } catch (...) {
    std::abort();
  }
  std::abort();
}

/// What ends the run ends here: this is the one place that catches.
int caught(const std::function<int()>& work, const std::function<void(const Diagnostic&)>& report) {
  try {
    return work();
  } catch (const IoError& error) {
    report(plain_error("io", error.what(), error.hint()));
    return exit_code::kInputOutput;
  } catch (const std::filesystem::filesystem_error& error) {
    report(plain_error("io", error.what()));
    return exit_code::kInputOutput;
  } catch (const std::bad_alloc&) {
    report(plain_error("memory", kOutOfMemory, kLessMemory));
    return exit_code::kInputOutput;
  } catch (const std::exception& error) {
    report(plain_error("internal", std::string("internal error, please report: ") + error.what()));
    return exit_code::kInternal;
  }
}

}  // namespace

int guarded(const std::function<int()>& work, const std::function<void(const Diagnostic&)>& report) {
  std::set_terminate(end_out_of_memory);
  const int code = caught(work, report);
  return code == exit_code::kDone && stderr_failed() ? exit_code::kInputOutput : code;
}

}  // namespace augshard
