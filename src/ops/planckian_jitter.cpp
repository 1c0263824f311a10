#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "op/op.h"
#include "ops/kernels/pointwise.h"

namespace augshard {
namespace {

struct PlanckianJitter {
  Draw temperature_k = Draw::uniform(3000, 15000);
  std::string illuminant = "blackbody";
};

struct Light {
  double red, green, blue;
};

// Colours of black bodies from 3000 to 15000 K and of daylight (CIE D) from 4000 to 15000 K, in steps of 500 K, as
// Zini, Gomez-Villa, Buzzelli, Twardowski, Bagdanov and van de Weijer give them ("Planckian Jitter", ICLR 2023).
constexpr std::array kBlackBody{
    Light{0.6743, 0.4029, 0.0013}, Light{0.6281, 0.4241, 0.1665}, Light{0.5919, 0.4372, 0.2513},
    Light{0.5623, 0.4457, 0.3154}, Light{0.5376, 0.4515, 0.3672}, Light{0.5163, 0.4555, 0.4103},
    Light{0.4979, 0.4584, 0.4468}, Light{0.4816, 0.4604, 0.4782}, Light{0.4672, 0.4619, 0.5053},
    Light{0.4542, 0.4630, 0.5289}, Light{0.4426, 0.4638, 0.5497}, Light{0.4320, 0.4644, 0.5681},
    Light{0.4223, 0.4648, 0.5844}, Light{0.4135, 0.4651, 0.5990}, Light{0.4054, 0.4653, 0.6121},
    Light{0.3980, 0.4654, 0.6239}, Light{0.3911, 0.4655, 0.6346}, Light{0.3847, 0.4656, 0.6444},
    Light{0.3787, 0.4656, 0.6532}, Light{0.3732, 0.4656, 0.6613}, Light{0.3680, 0.4655, 0.6688},
    Light{0.3632, 0.4655, 0.6756}, Light{0.3586, 0.4655, 0.6820}, Light{0.3544, 0.4654, 0.6878},
    Light{0.3503, 0.4653, 0.6933}};
constexpr std::array kDaylight{
    Light{0.5829, 0.4421, 0.2288}, Light{0.5510, 0.4514, 0.2948}, Light{0.5246, 0.4576, 0.3488},
    Light{0.5021, 0.4618, 0.3941}, Light{0.4826, 0.4646, 0.4325}, Light{0.4654, 0.4667, 0.4654},
    Light{0.4502, 0.4681, 0.4938}, Light{0.4364, 0.4692, 0.5186}, Light{0.4240, 0.4700, 0.5403},
    Light{0.4127, 0.4705, 0.5594}, Light{0.4023, 0.4709, 0.5763}, Light{0.3928, 0.4713, 0.5914},
    Light{0.3839, 0.4715, 0.6049}, Light{0.3757, 0.4716, 0.6171}, Light{0.3681, 0.4717, 0.6281},
    Light{0.3609, 0.4718, 0.6380}, Light{0.3543, 0.4719, 0.6472}, Light{0.3480, 0.4719, 0.6555},
    Light{0.3421, 0.4719, 0.6631}, Light{0.3365, 0.4719, 0.6702}, Light{0.3313, 0.4719, 0.6766},
    Light{0.3263, 0.4719, 0.6826}, Light{0.3217, 0.4719, 0.6882}};

constexpr double kStep = 500;
constexpr double kHottest = 15000;

// Between two steps the colour is interpolated; beyond the first it stays.
Light light_at(double temperature, std::span<const Light> lights) {
  const double last = static_cast<double>(lights.size() - 1);
  const double place = std::clamp(last - (kHottest - temperature) / kStep, 0.0, last);
  const double below = std::min(std::floor(place), last - 1);
  const Light& a = lights[static_cast<std::size_t>(below)];
  const Light& b = lights[static_cast<std::size_t>(below) + 1];
  const auto between = [weight = place - below](double from, double to) { return (1 - weight) * from + weight * to; };
  return {between(a.red, b.red), between(a.green, b.green), between(a.blue, b.blue)};
}

void planckian_jitter(const PlanckianJitter& params, Image& image, Draws& draws) {
  const double temperature = draws.number("temperature_k", params.temperature_k);
  if (image.channels() == 1) return;
  const bool daylight = params.illuminant == "daylight";
  const Light light =
      light_at(temperature, daylight ? std::span<const Light>(kDaylight) : std::span<const Light>(kBlackBody));
  map_channel(image, 0, [factor = light.red / light.green](double x) { return factor * x; });
  map_channel(image, 2, [factor = light.blue / light.green](double x) { return factor * x; });
}

}  // namespace

OpInfo op_planckian_jitter() {
  return OpBuilder<PlanckianJitter>("planckian_jitter", "Gives the image the colour of light of another temperature.")
      .param(
          "temperature_k", &PlanckianJitter::temperature_k, Range{3000, 15000}, Unit::none,
          "Colour temperature in kelvin: red and blue are multiplied by those of the light divided by its green, low "
          "ones are reddish, high ones bluish (Albumentations' PlanckianJitter).")
      .param("illuminant", &PlanckianJitter::illuminant, OneOf{{"blackbody", "daylight"}},
             "Whose colours: a black body's, or CIE daylight's (mode cied in Albumentations), which has no colours "
             "below 4000 K and takes that one there.")
      .channels({1, 3})
      .example(R"({"op": "planckian_jitter", "temperature_k": [3000, 15000]})")
      .example(R"({"op": "planckian_jitter", "illuminant": "daylight", "temperature_k": [4000, 10000]})")
      .also_known_as({"PlanckianJitter", "RandomPlanckianJitter"})
      .pixels(planckian_jitter);
}

}  // namespace augshard
