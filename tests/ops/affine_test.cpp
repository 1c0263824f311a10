#include <doctest/doctest.h>

#include <cstdlib>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("affine with one component named leaves the others neutral") {
  const Step shifted = step_of(R"({"op": "affine", "translate_px": 3})", {10, 20});
  check_point(source_of(shifted, 5, 5), 2.5, 2.5);
  const Step scaled = step_of(R"({"op": "affine", "scale": 2})", {10, 20});
  check_point(*scaled.to_input.apply({14, 7}), 12, 6);
  const Step fraction = step_of(R"({"op": "affine", "translate_frac": 0.5})", {10, 20});
  check_point(source_of(fraction, 10, 5), 0.5, 0.5);
}

TEST_CASE("affine scales x and y apart when asked") {
  const Step step = step_of(R"({"op": "affine", "scale": 2, "scale_y": 0.5})", {10, 20});
  check_point(*step.to_input.apply({12, 6}), 11, 7);
}

TEST_CASE("shear_x moves what lies below the centre to the right") {
  const Step step = step_of(R"({"op": "affine", "shear_x_deg": 45})", {10, 10});
  check_point(*step.to_input.apply({7, 7}), 5, 7);
}

TEST_CASE("canvas fit keeps all corners in the frame") {
  const Step step = step_of(R"({"op": "affine", "angle_deg": 30, "scale": 3, "canvas": "fit"})", {50, 80});
  Chain chain({50, 80});
  chain.append(step);
  for (const Point p : {Point{0, 0}, Point{80, 0}, Point{0, 50}, Point{80, 50}}) {
    const Point q = chain.to_output(p).value();
    CHECK((q.x > -1e-6 && q.y > -1e-6 && q.x < 80 + 1e-6 && q.y < 50 + 1e-6));
  }
}

TEST_CASE("balanced_scale enlarges half the time") {
  int enlarged = 0;
  for (int i = 0; i < 400; ++i) {
    const Step step =
        step_of(R"({"op": "affine", "scale": [0.9, 3], "balanced_scale": true})", {10, 10}, std::to_string(i));
    enlarged += step.to_input.m[0] < 1 ? 1 : 0;
  }
  CHECK(std::abs(enlarged - 200) < 50);
}

TEST_CASE("affine draws anew for each record") { CHECK(varies(R"({"op": "affine"})", {10, 10})); }
