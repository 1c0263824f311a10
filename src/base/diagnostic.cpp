#include "base/diagnostic.h"

#include <algorithm>

namespace augshard {

std::string format(const Diagnostic& diagnostic) {
  std::string text;
  if (!diagnostic.file.empty()) {
    text += diagnostic.file + ":";
    if (diagnostic.line > 0) text += std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column) + ":";
    text += " ";
  }
  text += diagnostic.severity == Severity::error ? "error" : "warning";
  text += "[" + diagnostic.code + "]";
  if (!diagnostic.pointer.empty()) text += " at " + diagnostic.pointer;
  text += ": " + diagnostic.message;
  if (!diagnostic.hint.empty()) text += "\n  hint: " + diagnostic.hint;
  return text;
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

}  // namespace augshard
