#pragma once

#include <functional>

#include "base/diagnostic.h"

namespace augshard {

/// Does the work of a command and gives the exit code of the process: what the work gives, or, where it throws, the
/// code of what it threw, which is reported. A command that is done although stderr could not be written to has failed.
int guarded(const std::function<int()>& work, const std::function<void(const Diagnostic&)>& report);

}  // namespace augshard
