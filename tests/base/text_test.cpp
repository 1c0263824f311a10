#include <doctest/doctest.h>

#include <vector>

#include "base/diagnostic.h"
#include "base/nearest_name.h"

using namespace augshard;

TEST_CASE("the nearest name is found within 1 + length/3 edits") {
  const std::vector<std::string> names{"rotate", "rotate90", "resize"};
  CHECK(nearest_name("roate", names) == "rotate");
  CHECK(nearest_name("Rotate", names) == "rotate");
  CHECK(nearest_name("orient", names) == std::nullopt);
  CHECK(nearest_name("rezise", names) == "resize");
  CHECK(nearest_name("x", std::vector<std::string>{}) == std::nullopt);
}

TEST_CASE("a diagnostic reads file:line:column: error[code] at pointer: message, then the hint") {
  Diagnostic d;
  d.code = "range";
  d.pointer = "/ops/0/p";
  d.message = "1.7 is outside [0, 1]";
  d.hint = "default is 1";
  d.file = "pipeline.json";
  d.line = 3;
  d.column = 27;
  CHECK(format(d) == "pipeline.json:3:27: error[range] at /ops/0/p: 1.7 is outside [0, 1]\n  hint: default is 1");
  d.severity = Severity::warning;
  d.line = 0;
  d.hint.clear();
  CHECK(format(d) == "pipeline.json: warning[range] at /ops/0/p: 1.7 is outside [0, 1]");
  CHECK_FALSE(has_errors({d}));
}
