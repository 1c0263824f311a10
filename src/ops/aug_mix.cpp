#include <algorithm>

#include "op/op.h"
#include "ops/kernels/policy_space.h"

namespace augshard {
namespace {

struct AugMix {
  int severity = 3;
  IntDraw width{Draw::constant(3)};
  IntDraw depth{Draw::uniform(1, 3)};
  double geometry_p = 0.5;
  bool all_ops = true;
};

// One of the `severity` weakest of ten magnitudes.
std::string weakest(PolicyMember member, std::vector<double> magnitudes, int severity) {
  magnitudes.resize(static_cast<std::size_t>(severity));
  return policy_op(member, magnitudes);
}

// Chains of different geometry would not mix with one mask: geometry is drawn once, before the chains, for all targets.
std::string aug_mix(const AugMix& params) {
  using enum PolicyMember;
  const int severity = params.severity;
  std::vector<std::string> geometry;
  for (const auto axis : {shear_x, shear_y})
    geometry.push_back(weakest(axis, evenly(0, 0.3, kTenMagnitudes), severity));
  for (const auto axis : {translate_x, translate_y}) {
    geometry.push_back(weakest(axis, evenly(0, 1.0 / 3, kTenMagnitudes), severity));
  }
  geometry.push_back(weakest(rotate, evenly(0, 30, kTenMagnitudes), severity));
  std::vector<double> bits = bits_kept(4, 0, kTenMagnitudes);
  for (double& kept : bits) kept = std::max(kept, 1.0);  // with no bit left the image would be black
  std::vector<std::string> colors{weakest(posterize, bits, severity),
                                  weakest(solarize, evenly(1, 0, kTenMagnitudes), severity),
                                  policy_op(auto_contrast, {}), policy_op(equalize, {})};
  if (params.all_ops) {
    for (const auto factor : {brightness, color, contrast, sharpness}) {
      colors.push_back(weakest(factor, evenly(0, 0.9, kTenMagnitudes), severity));
    }
  }
  const std::string moved =
      R"({"op": "one_of", "p": )" + json_number(params.geometry_p) + R"(, "ops": )" + op_list(geometry) + "}";
  const std::string mixed = R"({"op": "blend", "width": )" + json_range(params.width) + R"(, "depth": )" +
                            json_range(params.depth) + R"(, "ops": )" + op_list(colors) + "}";
  return op_list({moved, mixed});
}

}  // namespace

OpInfo op_aug_mix() {
  return OpBuilder<AugMix>(
             "aug_mix",
             "Mixes the image with several chains of colour ops on it, after one geometric op for all targets.")
      .param("severity", &AugMix::severity, Range{1, kTenMagnitudes}, Unit::none,
             "Strength: 1 is the weakest, 10 the strongest.")
      .param("width", &AugMix::width, Range{1, 20}, Unit::count, "Chains that are mixed.")
      .param("depth", &AugMix::depth, Range{1, 20}, Unit::count, "Ops in each chain.")
      .param("geometry_p", &AugMix::geometry_p, Range{0, 1}, Unit::fraction,
             "Probability of the geometric op: a shear, a shift or a turn.")
      .param("all_ops", &AugMix::all_ops, "Brightness, colour, contrast and sharpness too, which the paper leaves out.")
      .example(R"({"op": "aug_mix", "severity": 3})")
      .also_known_as({"AugMix"})
      .policy(aug_mix);
}

}  // namespace augshard
