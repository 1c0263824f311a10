#pragma once

#include <string>
#include <vector>

namespace augshard {

enum class Severity { error, warning };

/// One problem of a pipeline file or of its input list: what, where, why, and how to mend it.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;     ///< stable, kebab-case: "range", "unknown-op", "duplicate-key"
  std::string pointer;  ///< JSON pointer into the pipeline file ("" = the whole document)
  std::string message;  ///< one sentence without a full stop
  std::string hint;     ///< how to mend it; may be empty
  std::string file;     ///< path as the user gave it; empty where no file is at fault
  int line = 0;         ///< 1-based; 0 = no position
  int column = 0;       ///< 1-based
};

using Diagnostics = std::vector<Diagnostic>;

/// `file:line:column: error[code] at /pointer: message` and, on a second line, `  hint: ...`. No newline at the end.
std::string format(const Diagnostic& diagnostic);

/// True when at least one diagnostic is an error (warnings alone do not stop a run).
bool has_errors(const Diagnostics& diagnostics);

}  // namespace augshard
