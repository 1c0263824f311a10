#include "op/op.h"
#include "ops/kernels/pointwise.h"
#include "ops/kernels/statistics.h"

namespace augshard {
namespace {

struct BrightnessContrast {
  Draw brightness = Draw::uniform(-0.2, 0.2);
  Draw contrast = Draw::uniform(-0.2, 0.2);
};

// Contrast about the mean, so that it does not change the brightness, whatever part of the range the image uses.
void brightness_contrast(const BrightnessContrast& params, Image& image, Draws& draws) {
  const double brightness = draws.number("brightness", params.brightness);
  const double factor = 1 + draws.number("contrast", params.contrast);
  if (brightness == 0 && factor == 1) return;
  const double mean = factor == 1 ? 0 : mean_gray(image) / range_of(image.dtype());
  const double offset = (1 - factor) * mean + brightness;
  map_values(image, [factor, offset](double x) { return factor * x + offset; });
}

}  // namespace

OpInfo op_brightness_contrast() {
  return OpBuilder<BrightnessContrast>("brightness_contrast", "Changes brightness and contrast.")
      .param("brightness", &BrightnessContrast::brightness, Range{-1, 1}, Unit::intensity,
             "What is added to every value, as a fraction of the range: 0.1 is 25.5 in uint8.")
      .component(0)
      .param("contrast", &BrightnessContrast::contrast, Range{-1, 9}, Unit::factor,
             "The distance of every value from the image's mean gray is multiplied by 1 + this.")
      .component(0)
      .example(R"({"op": "brightness_contrast", "brightness": [-0.2, 0.2], "contrast": [-0.2, 0.2]})")
      .example(R"({"op": "brightness_contrast", "contrast": 0.3})")
      .also_known_as({"RandomBrightnessContrast", "RandomBrightness", "RandomContrast", "brightness", "contrast"})
      .pixels(brightness_contrast);
}

}  // namespace augshard
