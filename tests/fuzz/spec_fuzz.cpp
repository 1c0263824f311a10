// Any text is told good or bad; none crashes, hangs or runs away with memory. What is good stays good when it is
// written back in its canonical form.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "spec/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const augshard::LoadedSpec loaded = augshard::parse_pipeline(text, "folder/fuzz.json", {});
  for (const augshard::Diagnostic& diagnostic : loaded.diagnostics) {
    const std::string message = augshard::format(diagnostic);
    if (message.empty() || diagnostic.code.empty() || diagnostic.message.empty()) std::abort();
  }
  if (loaded.spec.has_value() == augshard::has_errors(loaded.diagnostics)) std::abort();
  if (!loaded.spec) return 0;
  const auto again = augshard::parse_pipeline(loaded.spec->canonical, "folder/fuzz.json", {});
  if (!again.spec || again.spec->canonical != loaded.spec->canonical) std::abort();
  return 0;
}
