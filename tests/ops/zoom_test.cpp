#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("zoom scales about the centre and keeps the frame") {
  const Step in = step_of(R"({"op": "zoom", "scale": 2})", {10, 20});
  CHECK(in.output == Size{10, 20});
  check_point(*in.to_input.apply({14, 7}), 12, 6);
  const Step apart = step_of(R"({"op": "zoom", "scale": 0.5, "scale_y": 2})", {10, 20});
  check_point(*apart.to_input.apply({12, 7}), 14, 6);
}

TEST_CASE("zoom draws anew for each record") { CHECK(varies(R"({"op": "zoom"})", {10, 10})); }
