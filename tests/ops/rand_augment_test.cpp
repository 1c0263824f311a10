#include <algorithm>
#include <cmath>
#include <numbers>

#include "ops/policy_fixture.h"

using namespace augshard::policy_test;

TEST_CASE("rand_augment draws n of torchvision's fourteen ops, with replacement") {
  const json ops = expanded(json::parse(R"({"op": "rand_augment", "n": 3})"));
  REQUIRE(ops.size() == 1);
  CHECK(ops[0].at("op") == "some_of");
  CHECK(ops[0].at("n") == 3);
  CHECK(ops[0].at("replace") == true);
  CHECK(ops[0].at("ops").size() == 14);
  CHECK(leaves(ops).size() == 14);
}

TEST_CASE("rand_augment's strengths are those of its magnitude, with either sign") {
  const json ops = expanded(json::parse(R"({"op": "rand_augment", "magnitude": 15})"));
  CHECK(named(ops, "rotate").at(0).at("angle_deg") == json{{"choice", {-15, 15}}});
  const auto shears = named(ops, "affine", "shear_x_deg");
  REQUIRE(shears.size() == 1);
  const double shear = shears[0].at("shear_x_deg").at("choice").at(1).get<double>();
  CHECK(std::tan(shear * std::numbers::pi / 180) == doctest::Approx(0.15).epsilon(1e-12));
  CHECK(named(ops, "affine", "translate_frac").at(0).at("translate_frac").at("choice").at(1) ==
        doctest::Approx(75.0 / 331));
  CHECK(named(ops, "affine", "translate_frac").at(0).at("translate_y_frac") == 0);
  CHECK(named(ops, "posterize").at(0).at("bits") == 6);
  CHECK(named(ops, "solarize").at(0).at("threshold") == 0.5);
  CHECK(named(ops, "color_jitter").size() == 3);
  CHECK(named(ops, "sharpness").size() == 1);
  CHECK(named(ops, "equalize").at(0).at("method") == "pil");
}

TEST_CASE("rand_augment of magnitude 0 is the identity but for the ops without a magnitude") {
  const json ops = expanded(json::parse(R"({"op": "rand_augment", "magnitude": 0})"));
  CHECK(named(ops, "rotate").at(0).at("angle_deg") == 0);
  for (const json& jitter : named(ops, "color_jitter")) {
    for (const char* factor : {"brightness", "contrast", "saturation"}) CHECK(jitter.at(factor) == 1);
    CHECK(jitter.at("hue") == 0);
  }
  CHECK(named(ops, "posterize").at(0).at("bits") == 8);
  CHECK(named(ops, "solarize").at(0).at("threshold") == 1);
}

TEST_CASE("rand_augment's space leaves out what moves pixels, or what changes them") {
  const auto of_space = [](const char* space) {
    return leaves(expanded(json{{"op", "rand_augment"}, {"space", space}}));
  };
  CHECK(std::ranges::none_of(of_space("color"), is_geometry));
  CHECK(of_space("color").size() == 9);
  const auto geometry = of_space("geometry");
  CHECK(std::ranges::count_if(geometry, is_geometry) == 5);
  CHECK(geometry.size() == 6);
}

TEST_CASE("every magnitude of rand_augment gives ops within their ranges") {
  for (int magnitude = 0; magnitude <= 30; ++magnitude) {
    CHECK(leaves(expanded(json{{"op", "rand_augment"}, {"magnitude", magnitude}})).size() == 14);
  }
}
