#include "ops/policy_fixture.h"

using namespace augshard::policy_test;

TEST_CASE("auto_augment draws one of 25 pairs of ops, each with its probability") {
  for (const char* policy : {"imagenet", "cifar10", "svhn"}) {
    CAPTURE(policy);
    const json ops = expanded(json{{"op", "auto_augment"}, {"policy", policy}});
    REQUIRE(ops.size() == 1);
    CHECK(ops[0].at("op") == "one_of");
    REQUIRE(ops[0].at("ops").size() == 25);
    for (const json& pair : ops[0].at("ops")) {
      CHECK(pair.at("op") == "sequential");
      CHECK(pair.at("ops").size() == 2);
    }
    CHECK(leaves(ops).size() == 50);
  }
}

TEST_CASE("the first pairs of the policies are those of the paper") {
  const auto first = [](const char* policy) {
    return expanded(json{{"op", "auto_augment"}, {"policy", policy}})[0].at("ops").at(0).at("ops");
  };
  CHECK(first("imagenet").at(0) == json::parse(R"({"op": "posterize", "bits": 4, "p": 0.4})"));
  CHECK(first("imagenet").at(1) == json::parse(R"({"op": "rotate", "angle_deg": {"choice": [-30, 30]}, "p": 0.6})"));
  CHECK(first("cifar10").at(0) == json::parse(R"({"op": "invert", "p": 0.1})"));
  CHECK(first("svhn").at(1) == json::parse(R"({"op": "invert", "p": 0.2})"));
}
