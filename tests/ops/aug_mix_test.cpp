#include <algorithm>

#include "ops/policy_fixture.h"

using namespace augshard::policy_test;

TEST_CASE("aug_mix moves all targets once and mixes chains of pixels ops") {
  const json ops = expanded(json::parse(R"({"op": "aug_mix", "severity": 3, "width": 4, "depth": [2, 3]})"));
  REQUIRE(ops.size() == 2);
  CHECK(ops[0].at("op") == "one_of");
  CHECK(ops[0].at("p") == 0.5);
  CHECK(std::ranges::all_of(ops[0].at("ops"), is_geometry));
  CHECK(ops[1].at("op") == "blend");
  CHECK(ops[1].at("width") == 4);
  CHECK(ops[1].at("depth") == json{2, 3});
  CHECK(std::ranges::none_of(ops[1].at("ops"), is_geometry));
  CHECK(leaves(ops).size() == 13);
}

TEST_CASE("aug_mix's severity is the number of magnitudes to draw from, the weakest first") {
  const json ops = expanded(json::parse(R"({"op": "aug_mix", "severity": 2})"));
  const json angles = named(ops, "rotate").at(0).at("angle_deg").at("choice");
  CHECK(angles.size() == 4);
  CHECK(angles.at(3) == doctest::Approx(30.0 / 9));
}

TEST_CASE("aug_mix without all_ops has the ops of the paper, and geometry can be left out") {
  const json ops = expanded(json::parse(R"({"op": "aug_mix", "all_ops": false, "geometry_p": 0})"));
  CHECK(ops[0].at("p") == 0);
  CHECK(ops[1].at("ops").size() == 4);
}

TEST_CASE("every severity of aug_mix gives ops within their ranges") {
  for (int severity = 1; severity <= 10; ++severity) {
    CHECK(leaves(expanded(json{{"op", "aug_mix"}, {"severity", severity}})).size() == 13);
  }
}
