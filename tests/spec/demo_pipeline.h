#pragma once

#include <string>

#include "spec/load.h"

namespace augshard {

/// A small good pipeline, a key a line, in which one line is replaced ("augshard", "name", "source", "outputs") or one
/// is added as line 7 ("extra").
inline std::string demo_pipeline(const std::string& place, const std::string& line) {
  const auto pick = [&](const std::string& name, const std::string& usual) {
    return (name == place ? line : usual) + "\n";
  };
  const std::string source =
      R"("source": {"type": "folders", "image": "images/{city}/{id}.png", "masks": {"mask": "labels/{city}/{id}.png"}},)";
  return "{ // demo\n" + pick("augshard", R"("augshard": 1,)") + pick("name", R"("name": "demo",)") +
         pick("source", source) + pick("outputs", R"("outputs": [{"type": "tfrecord"}])") +
         (place == "extra" ? ",\n" : "\n") + pick("extra", "") + "}\n";
}

/// Every problem of a pipeline as text, one after the other.
inline std::string problems_of(const std::string& text, const Overrides& overrides = {}) {
  std::string all;
  for (const Diagnostic& d : parse_pipeline(text, "demo.json", overrides).diagnostics) all += format(d) + "\n";
  return all;
}

}  // namespace augshard
