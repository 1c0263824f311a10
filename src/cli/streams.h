#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace augshard {

/// Writes an answer to stdout. A reader that has left is no error; any other failure is an IoError, once. From then on
/// nothing is written.
void write_out(std::string_view text);

/// Writes to stderr. A failure is remembered, since it cannot be told: see stderr_failed().
void write_error(std::string_view text);
bool stderr_failed();

/// A diagnostic on stderr, with a newline.
void print(const Diagnostic& diagnostic);

/// An error without a place in a file, ready for print().
Diagnostic plain_error(std::string code, std::string message, std::string hint = {});

}  // namespace augshard
