#include <cmath>
#include <limits>

#include "op/op.h"
#include "ops/kernels/color.h"
#include "ops/kernels/pointwise.h"

namespace augshard {
namespace {

struct HueSaturationValue {
  Draw hue_deg = Draw::uniform(-20, 20);
  Draw saturation = Draw::uniform(-0.2, 0.2);
  Draw value = Draw::uniform(-0.2, 0.2);
  std::string mode = "add";
};

void hue_saturation_value(const HueSaturationValue& params, Image& image, Draws& draws) {
  const double turns = draws.number("hue_deg", params.hue_deg) / 360;
  const double saturation = draws.number("saturation", params.saturation);
  const double value = draws.number("value", params.value);
  const bool multiplied = params.mode == "multiply";
  const auto sextants = static_cast<float>(6 * (turns - std::floor(turns)));
  if (image.channels() == 1) {
    map_values(image, [=](double x) { return multiplied ? x * (1 + value) : x + value; });
    return;
  }
  if (saturation == 0 && value == 0) {
    if (sextants != 0) transform_rgb(image, [=](RgbBlock& block, std::size_t) { turn_hue(block, sextants); });
    return;
  }
  const double range = range_of(image.dtype());
  const float most = is_integer(image.dtype()) ? static_cast<float>(range) : std::numeric_limits<float>::infinity();
  if (multiplied) {
    transform_rgb(image, [&](RgbBlock& block, std::size_t) {
      turn_hue(block, sextants);
      scale_hsv(block, static_cast<float>(1 + saturation), static_cast<float>(1 + value), most);
    });
  } else {
    transform_rgb(image, [&](RgbBlock& block, std::size_t) {
      shift_hsv(block, sextants, static_cast<float>(saturation), static_cast<float>(value * range), most);
    });
  }
}

}  // namespace

OpInfo op_hue_saturation_value() {
  return OpBuilder<HueSaturationValue>("hue_saturation_value", "Shifts hue, saturation and value in HSV.")
      .param("hue_deg", &HueSaturationValue::hue_deg, Range{-360, 360}, Unit::degrees,
             "Shift of the hue on the circle of 360 degrees; gray pixels have none.")
      .component(0)
      .param("saturation", &HueSaturationValue::saturation, Range{-1, 1}, Unit::intensity,
             "What is added to the saturation (0..1); gray pixels stay gray.")
      .component(0)
      .param("value", &HueSaturationValue::value, Range{-1, 1}, Unit::intensity,
             "What is added to the value, the largest of the three channels, as a fraction of the range.")
      .component(0)
      .param("mode", &HueSaturationValue::mode, OneOf{{"add", "multiply"}},
             "Whether the numbers are added to saturation and value (Albumentations' HueSaturationValue), or both "
             "are multiplied by 1 + the number (for saturation Keras' RandomSaturation).")
      .channels({1, 3})
      .example(
          R"({"op": "hue_saturation_value", "hue_deg": [-20, 20], "saturation": [-0.2, 0.2], "value": [-0.2, 0.2]})")
      .example(R"({"op": "hue_saturation_value", "hue_deg": [-180, 180]})")
      .example(R"({"op": "hue_saturation_value", "saturation": [-0.5, 1], "mode": "multiply"})")
      .also_known_as({"HueSaturationValue", "RandomHue", "RandomSaturation", "hsv", "hue", "saturation"})
      .pixels(hue_saturation_value);
}

}  // namespace augshard
