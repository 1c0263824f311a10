// Any text is told good or bad; none crashes, hangs or runs away with memory. What is good stays good when it is
// written back in its canonical form.
#include <string>

#include "fuzz/fuzz.h"
#include "spec/load.h"

using namespace augshard;
using namespace augshard::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(text_of(bytes_of(data, size)));
  const LoadedSpec loaded = parse_pipeline(text, "folder/fuzz.json", {});
  for (const Diagnostic& diagnostic : loaded.diagnostics) {
    require(!diagnostic.code.empty() && !diagnostic.message.empty() && !format(diagnostic).empty());
  }
  require(loaded.spec.has_value() != has_errors(loaded.diagnostics));
  if (!loaded.spec) return 0;
  const auto again = parse_pipeline(loaded.spec->canonical, "folder/fuzz.json", {});
  require(again.spec.has_value() && again.spec->canonical == loaded.spec->canonical);
  return 0;
}
