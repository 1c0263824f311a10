#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("shift_scale_rotate is affine with the same numbers") {
  const Step step =
      step_of(R"({"op": "shift_scale_rotate", "shift_frac": 0.25, "scale": 1.5, "angle_deg": 30})", {40, 60});
  const Step same = step_of(R"({"op": "affine", "translate_frac": 0.25, "scale": 1.5, "angle_deg": 30})", {40, 60});
  CHECK(step.output == Size{40, 60});
  CHECK(step.to_input.m == same.to_input.m);
}

TEST_CASE("shift_scale_rotate turns counter-clockwise, and what is right of the centre goes up") {
  const Step step = step_of(R"({"op": "shift_scale_rotate", "shift_frac": 0, "scale": 2, "angle_deg": 90})", {20, 20});
  check_point(*step.to_input.apply({10, 4}), 13, 10);
}

TEST_CASE("shift_scale_rotate draws anew for each record") {
  CHECK(varies(R"({"op": "shift_scale_rotate"})", {10, 10}));
}
