#include <array>

#include "op/op.h"
#include "ops/kernels/policy_space.h"

namespace augshard {
namespace {

struct AutoAugment {
  std::string policy = "imagenet";
};

constexpr int kNone = -1;  ///< the member has no magnitude

struct Use {
  PolicyMember member;
  double p;
  int magnitude;
};
struct SubPolicy {
  Use first, second;
};

// The policies found by Cubuk et al. (2019): 25 pairs of (op, probability, magnitude), as torchvision has them.
using enum PolicyMember;
constexpr std::array<SubPolicy, 25> kImageNet{{
    {{posterize, 0.4, 8}, {rotate, 0.6, 9}},
    {{solarize, 0.6, 5}, {auto_contrast, 0.6, kNone}},
    {{equalize, 0.8, kNone}, {equalize, 0.6, kNone}},
    {{posterize, 0.6, 7}, {posterize, 0.6, 6}},
    {{equalize, 0.4, kNone}, {solarize, 0.2, 4}},
    {{equalize, 0.4, kNone}, {rotate, 0.8, 8}},
    {{solarize, 0.6, 3}, {equalize, 0.6, kNone}},
    {{posterize, 0.8, 5}, {equalize, 1, kNone}},
    {{rotate, 0.2, 3}, {solarize, 0.6, 8}},
    {{equalize, 0.6, kNone}, {posterize, 0.4, 6}},
    {{rotate, 0.8, 8}, {color, 0.4, 0}},
    {{rotate, 0.4, 9}, {equalize, 0.6, kNone}},
    {{equalize, 0, kNone}, {equalize, 0.8, kNone}},
    {{invert, 0.6, kNone}, {equalize, 1, kNone}},
    {{color, 0.6, 4}, {contrast, 1, 8}},
    {{rotate, 0.8, 8}, {color, 1, 2}},
    {{color, 0.8, 8}, {solarize, 0.8, 7}},
    {{sharpness, 0.4, 7}, {invert, 0.6, kNone}},
    {{shear_x, 0.6, 5}, {equalize, 1, kNone}},
    {{color, 0.4, 0}, {equalize, 0.6, kNone}},
    {{equalize, 0.4, kNone}, {solarize, 0.2, 4}},
    {{solarize, 0.6, 5}, {auto_contrast, 0.6, kNone}},
    {{invert, 0.6, kNone}, {equalize, 1, kNone}},
    {{color, 0.6, 4}, {contrast, 1, 8}},
    {{equalize, 0.8, kNone}, {equalize, 0.6, kNone}},
}};

constexpr std::array<SubPolicy, 25> kCifar10{{
    {{invert, 0.1, kNone}, {contrast, 0.2, 6}},
    {{rotate, 0.7, 2}, {translate_x, 0.3, 9}},
    {{sharpness, 0.8, 1}, {sharpness, 0.9, 3}},
    {{shear_y, 0.5, 8}, {translate_y, 0.7, 9}},
    {{auto_contrast, 0.5, kNone}, {equalize, 0.9, kNone}},
    {{shear_y, 0.2, 7}, {posterize, 0.3, 7}},
    {{color, 0.4, 3}, {brightness, 0.6, 7}},
    {{sharpness, 0.3, 9}, {brightness, 0.7, 9}},
    {{equalize, 0.6, kNone}, {equalize, 0.5, kNone}},
    {{contrast, 0.6, 7}, {sharpness, 0.6, 5}},
    {{color, 0.7, 7}, {translate_x, 0.5, 8}},
    {{equalize, 0.3, kNone}, {auto_contrast, 0.4, kNone}},
    {{translate_y, 0.4, 3}, {sharpness, 0.2, 6}},
    {{brightness, 0.9, 6}, {color, 0.2, 8}},
    {{solarize, 0.5, 2}, {invert, 0, kNone}},
    {{equalize, 0.2, kNone}, {auto_contrast, 0.6, kNone}},
    {{equalize, 0.2, kNone}, {equalize, 0.6, kNone}},
    {{color, 0.9, 9}, {equalize, 0.6, kNone}},
    {{auto_contrast, 0.8, kNone}, {solarize, 0.2, 8}},
    {{brightness, 0.1, 3}, {color, 0.7, 0}},
    {{solarize, 0.4, 5}, {auto_contrast, 0.9, kNone}},
    {{translate_y, 0.9, 9}, {translate_y, 0.7, 9}},
    {{auto_contrast, 0.9, kNone}, {solarize, 0.8, 3}},
    {{equalize, 0.8, kNone}, {invert, 0.1, kNone}},
    {{translate_y, 0.7, 9}, {auto_contrast, 0.9, kNone}},
}};

constexpr std::array<SubPolicy, 25> kSvhn{{
    {{shear_x, 0.9, 4}, {invert, 0.2, kNone}},
    {{shear_y, 0.9, 8}, {invert, 0.7, kNone}},
    {{equalize, 0.6, kNone}, {solarize, 0.6, 6}},
    {{invert, 0.9, kNone}, {equalize, 0.6, kNone}},
    {{equalize, 0.6, kNone}, {rotate, 0.9, 3}},
    {{shear_x, 0.9, 4}, {auto_contrast, 0.8, kNone}},
    {{shear_y, 0.9, 8}, {invert, 0.4, kNone}},
    {{shear_y, 0.9, 5}, {solarize, 0.2, 6}},
    {{invert, 0.9, kNone}, {auto_contrast, 0.8, kNone}},
    {{equalize, 0.6, kNone}, {rotate, 0.9, 3}},
    {{shear_x, 0.9, 4}, {solarize, 0.3, 3}},
    {{shear_y, 0.8, 8}, {invert, 0.7, kNone}},
    {{equalize, 0.9, kNone}, {translate_y, 0.6, 6}},
    {{invert, 0.9, kNone}, {equalize, 0.6, kNone}},
    {{contrast, 0.3, 3}, {rotate, 0.8, 4}},
    {{invert, 0.8, kNone}, {translate_y, 0, 2}},
    {{shear_y, 0.7, 6}, {solarize, 0.4, 8}},
    {{invert, 0.6, kNone}, {rotate, 0.8, 4}},
    {{shear_y, 0.3, 7}, {translate_x, 0.9, 3}},
    {{shear_x, 0.1, 6}, {invert, 0.6, kNone}},
    {{solarize, 0.7, 2}, {translate_y, 0.6, 7}},
    {{shear_y, 0.8, 4}, {invert, 0.8, kNone}},
    {{shear_x, 0.7, 9}, {translate_y, 0.8, 3}},
    {{shear_y, 0.8, 5}, {auto_contrast, 0.7, kNone}},
    {{shear_x, 0.7, 2}, {invert, 0.1, kNone}},
}};

std::vector<double> magnitudes_of(PolicyMember member) {
  switch (member) {
    case shear_x:
    case shear_y: return evenly(0, 0.3, kTenMagnitudes);
    case translate_x:
    case translate_y: return evenly(0, 150.0 / 331.0, kTenMagnitudes);
    case rotate: return evenly(0, 30, kTenMagnitudes);
    case posterize: return bits_kept(8, 4, kTenMagnitudes);
    case solarize: return evenly(1, 0, kTenMagnitudes);
    default: return evenly(0, 0.9, kTenMagnitudes);
  }
}

std::string op_of(const Use& use) {
  if (use.magnitude == kNone) return policy_op(use.member, {}, use.p);
  const std::vector<double> magnitudes = magnitudes_of(use.member);
  return policy_op(use.member, std::span(magnitudes).subspan(static_cast<std::size_t>(use.magnitude), 1), use.p);
}

std::string auto_augment(const AutoAugment& params) {
  const auto& policy = params.policy == "imagenet" ? kImageNet : params.policy == "cifar10" ? kCifar10 : kSvhn;
  std::vector<std::string> pairs;
  for (const SubPolicy& pair : policy) {
    pairs.push_back(R"({"op": "sequential", "ops": )" + op_list({op_of(pair.first), op_of(pair.second)}) + "}");
  }
  return R"([{"op": "one_of", "ops": )" + op_list(pairs) + "}]";
}

}  // namespace

OpInfo op_auto_augment() {
  return OpBuilder<AutoAugment>("auto_augment",
                                "Applies one of the 25 pairs of ops of a learned policy: torchvision's AutoAugment, "
                                "with shears about the centre.")
      .param("policy", &AutoAugment::policy, OneOf{{"imagenet", "cifar10", "svhn"}},
             "The dataset on which the policy was found.")
      .example(R"({"op": "auto_augment", "policy": "imagenet"})")
      .also_known_as({"AutoAugment"})
      .policy(auto_augment);
}

}  // namespace augshard
