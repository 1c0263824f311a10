#pragma once

#include "base/diagnostic.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace augshard {

/// What is wrong with a command line that `app` did not accept. The library checks what is missing before what is
/// unknown, and names no neighbours.
Diagnostic usage_error(const CLI::App& app, const CLI::ParseError& error);

}  // namespace augshard
