#include <doctest/doctest.h>

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

TEST_CASE("random_resized_crop keeps area and ratio within their ranges") {
  for (int i = 0; i < 100; ++i) {
    const Step step = step_of(R"({"op": "random_resized_crop", "height": 64, "width": 64, "scale": [0.3, 0.6]})",
                              {300, 400}, std::to_string(i));
    const double width = step.to_input.m[0] * 64;
    const double height = step.to_input.m[4] * 64;
    const double area = width * height / (300.0 * 400.0);
    CHECK((area > 0.29 && area < 0.61));
    CHECK((width / height > 0.74 && width / height < 1.35));
    CHECK((step.to_input.m[2] >= 0 && step.to_input.m[2] + width <= 400));
    CHECK((step.to_input.m[5] >= 0 && step.to_input.m[5] + height <= 300));
  }
}

TEST_CASE("where no draw fits, the centre is taken with the nearest allowed ratio") {
  const Step step =
      step_of(R"({"op": "random_resized_crop", "height": 10, "width": 10, "scale": 1, "ratio": 2})", {100, 100});
  check_point(*step.to_input.apply({0, 0}), 0, 25);
  check_point(*step.to_input.apply({10, 10}), 100, 75);
}
