#include "ops/policy_fixture.h"

using namespace augshard::policy_test;

TEST_CASE("trivial_augment draws one of torchvision's fourteen ops and one of 31 magnitudes") {
  const json ops = expanded(json::parse(R"({"op": "trivial_augment"})"));
  REQUIRE(ops.size() == 1);
  CHECK(ops[0].at("op") == "one_of");
  CHECK(leaves(ops).size() == 14);
  const json angles = named(ops, "rotate").at(0).at("angle_deg").at("choice");
  CHECK(angles.size() == 62);
  CHECK(angles.at(61) == 135);
  CHECK(angles.at(60) == -135);
  CHECK(angles.at(2) == doctest::Approx(-4.5));
  const json bits = named(ops, "posterize").at(0).at("bits").at("choice");
  CHECK(bits.front() == 8);
  CHECK(bits.back() == 2);
}

TEST_CASE("trivial_augment's space leaves out what moves pixels, or what changes them") {
  CHECK(leaves(expanded(json::parse(R"({"op": "trivial_augment", "space": "color"})"))).size() == 9);
  CHECK(leaves(expanded(json::parse(R"({"op": "trivial_augment", "space": "geometry"})"))).size() == 6);
}
