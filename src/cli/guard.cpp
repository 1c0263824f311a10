#include "cli/guard.h"

#include <filesystem>
#include <new>

#include "base/files.h"
#include "cli/exit_code.h"
#include "cli/streams.h"

namespace augshard {
namespace {

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
    report(
        plain_error("memory", "out of memory",
                    "fewer --threads or --in-flight and less --memory need less; or raise the limit of this process"));
    return exit_code::kInputOutput;
  } catch (const std::exception& error) {
    report(plain_error("internal", std::string("internal error, please report: ") + error.what()));
    return exit_code::kInternal;
  }
}

}  // namespace

int guarded(const std::function<int()>& work, const std::function<void(const Diagnostic&)>& report) {
  const int code = caught(work, report);
  return code == exit_code::kDone && stderr_failed() ? exit_code::kInputOutput : code;
}

}  // namespace augshard
