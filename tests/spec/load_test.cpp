#include "spec/load.h"
#include <doctest/doctest.h>
using namespace augshard;
TEST_CASE("x") {
  for (const char* f : {"configs/aerial_16bit.json", "samples/pipeline.json"}) {
  const auto r = load_pipeline(std::string(AUGSHARD_SOURCE_DIR "/")+f, {});
  for (const auto& d : r.diagnostics) MESSAGE(format(d));
  }
}
