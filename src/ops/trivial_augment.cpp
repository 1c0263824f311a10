#include "op/op.h"
#include "ops/kernels/policy_space.h"

namespace augshard {
namespace {

struct TrivialAugment {
  std::string space = "all";
};

std::string trivial_augment(const TrivialAugment& params) {
  using enum PolicyMember;
  std::vector<std::string> ops{policy_op(identity, {})};
  if (params.space != "color") {
    for (const auto axis : {shear_x, shear_y}) ops.push_back(policy_op(axis, evenly(0, 0.99, kFineMagnitudes)));
    // The paper moves by up to 32 pixels whatever the size; a fraction of the side keeps its meaning when sizes differ.
    for (const auto axis : {translate_x, translate_y})
      ops.push_back(policy_op(axis, evenly(0, 32.0 / 224, kFineMagnitudes)));
    ops.push_back(policy_op(rotate, evenly(0, 135, kFineMagnitudes)));
  }
  if (params.space != "geometry") {
    for (const auto factor : {brightness, color, contrast, sharpness}) {
      ops.push_back(policy_op(factor, evenly(0, 0.99, kFineMagnitudes)));
    }
    ops.push_back(policy_op(posterize, bits_kept(8, 2, kFineMagnitudes)));
    ops.push_back(policy_op(solarize, evenly(1, 0, kFineMagnitudes)));
    for (const auto plain : {auto_contrast, equalize}) ops.push_back(policy_op(plain, {}));
  }
  return R"([{"op": "one_of", "ops": )" + op_list(ops) + "}]";
}

}  // namespace

OpInfo op_trivial_augment() {
  return OpBuilder<TrivialAugment>(
             "trivial_augment",
             "Applies one op drawn from 14 with a magnitude drawn anew: torchvision's TrivialAugmentWide, with shears "
             "about the centre and shifts of up to a seventh of the side.")
      .param("space", &TrivialAugment::space, OneOf{{"all", "color", "geometry"}},
             "Which ops may be drawn: all, or those of one kind; identity always.")
      .example(R"({"op": "trivial_augment"})")
      .also_known_as({"TrivialAugment", "TrivialAugmentWide"})
      .policy(trivial_augment);
}

}  // namespace augshard
