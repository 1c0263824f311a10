#include "op/op.h"
#include "ops/kernels/policy_space.h"

namespace augshard {
namespace {

struct RandAugment {
  IntDraw n{Draw::constant(2)};
  int magnitude = 9;
  std::string space = "all";
};

constexpr double kLargestShift = 150.0 / 331.0;

std::string at_magnitude(PolicyMember member, const std::vector<double>& strengths, int magnitude) {
  return policy_op(member, std::span(strengths).subspan(static_cast<std::size_t>(magnitude), 1));
}

std::string rand_augment(const RandAugment& params) {
  using enum PolicyMember;
  const int m = params.magnitude;
  std::vector<std::string> ops{policy_op(identity, {})};
  if (params.space != "color") {
    for (const auto axis : {shear_x, shear_y}) ops.push_back(at_magnitude(axis, evenly(0, 0.3, kFineMagnitudes), m));
    for (const auto axis : {translate_x, translate_y}) {
      ops.push_back(at_magnitude(axis, evenly(0, kLargestShift, kFineMagnitudes), m));
    }
    ops.push_back(at_magnitude(rotate, evenly(0, 30, kFineMagnitudes), m));
  }
  if (params.space != "geometry") {
    for (const auto factor : {brightness, color, contrast, sharpness}) {
      ops.push_back(at_magnitude(factor, evenly(0, 0.9, kFineMagnitudes), m));
    }
    ops.push_back(at_magnitude(posterize, bits_kept(8, 4, kFineMagnitudes), m));
    ops.push_back(at_magnitude(solarize, evenly(1, 0, kFineMagnitudes), m));
    for (const auto plain : {auto_contrast, equalize}) ops.push_back(policy_op(plain, {}));
  }
  return R"([{"op": "some_of", "replace": true, "n": )" + json_range(params.n) + R"(, "ops": )" + op_list(ops) + "}]";
}

}  // namespace

OpInfo op_rand_augment() {
  return OpBuilder<RandAugment>("rand_augment",
                                "Applies n ops drawn from 14, all of one magnitude: torchvision's RandAugment, with "
                                "shears about the centre.")
      .param("n", &RandAugment::n, Range{0, 20}, Unit::count, "How many are drawn, each anew.")
      .param("magnitude", &RandAugment::magnitude, Range{0, kFineMagnitudes - 1}, Unit::none,
             "Strength of all of them: 0 is none, 30 the strongest.")
      .param("space", &RandAugment::space, OneOf{{"all", "color", "geometry"}},
             "Which ops may be drawn: all, or those of one kind; identity always.")
      .rule(
          [](const RandAugment& p) {
            return p.n.draw.is_constant() || std::holds_alternative<Draw::Uniform>(p.n.draw.distribution);
          },
          "n is a number or a range [low, high]")
      .example(R"({"op": "rand_augment", "n": 2, "magnitude": 9})")
      .example(R"({"op": "rand_augment", "n": [1, 3], "magnitude": 15, "space": "color"})")
      .also_known_as({"RandAugment"})
      .policy(rand_augment);
}

}  // namespace augshard
