#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("values from the threshold on are inverted") {
  CHECK(ints_of(applied(R"({"op": "solarize"})", bytes({1, 4}, 1, {0, 127, 128, 255}))) == std::vector{0, 127, 127, 0});
  CHECK(values_of<float>(applied(R"({"op": "solarize"})", floats({1, 3}, 1, {0.25F, 0.5F, 1.5F}))) ==
        std::vector{0.25F, 0.5F, -0.5F});
  CHECK(ints_of(applied(R"({"op": "solarize", "threshold": 0})", bytes({1, 2}, 1, {0, 200}))) == std::vector{255, 55});
}

TEST_CASE("what is added counts before the comparison, clipped") {
  CHECK(ints_of(applied(R"({"op": "solarize", "add": 0.2})", bytes({1, 3}, 1, {10, 100, 250}))) ==
        std::vector{61, 104, 0});
}

TEST_CASE("the method add brightens what is below the threshold and inverts nothing") {
  CHECK(ints_of(applied(R"({"op": "solarize", "method": "add", "add": 0.2})", bytes({1, 4}, 1, {10, 127, 128, 250}))) ==
        std::vector{61, 178, 128, 250});
  CHECK(is_identity(R"({"op": "solarize", "method": "add", "add": 0})"));
}
