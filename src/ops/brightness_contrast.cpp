#include "op/op.h"
#include "ops/kernels/pointwise.h"
#include "ops/kernels/statistics.h"

namespace augshard {
namespace {

struct BrightnessContrast {
  Draw brightness = Draw::uniform(-0.2, 0.2);
  Draw contrast = Draw::uniform(-0.2, 0.2);
  std::string brightness_mode = "add";
  std::string contrast_about = "mean_gray";
};

// What `contrast` leaves as it is, in fractions of the range: one number for all channels, or one a channel.
std::vector<double> centres(const BrightnessContrast& params, const Image& image) {
  const double range = range_of(image.dtype());
  if (params.contrast_about == "black") return {0};
  if (params.contrast_about == "mean_gray") return {mean_gray(image) / range};
  std::vector<double> means = channel_sums(image);
  const double pixels = static_cast<double>(image.height()) * image.width();
  for (double& mean : means) mean = mean / pixels / range;
  return means;
}

void brightness_contrast(const BrightnessContrast& params, Image& image, Draws& draws) {
  const double brightness = draws.number("brightness", params.brightness);
  const double contrast = 1 + draws.number("contrast", params.contrast);
  if ((brightness == 0 && contrast == 1) || image.empty()) return;

  const bool multiplied = params.brightness_mode == "multiply";
  const double gain = multiplied ? 1 + brightness : 1;
  const double added = multiplied ? 0 : brightness;
  const double factor = gain * contrast;
  const std::vector<double> means = contrast == 1 ? std::vector<double>{0} : centres(params, image);
  const auto linear = [&](double mean) {
    return [factor, offset = gain * ((1 - contrast) * mean) + added](double x) { return factor * x + offset; };
  };
  if (means.size() == 1) return map_values(image, linear(means[0]));
  for (int c = 0; c < image.channels(); ++c) map_channel(image, c, linear(means[static_cast<std::size_t>(c)]));
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
      .param("brightness_mode", &BrightnessContrast::brightness_mode, OneOf{{"add", "multiply"}},
             "Whether brightness is added (Keras, Albumentations), or every value is multiplied by 1 + brightness "
             "(torchvision, Pillow).")
      .param("contrast_about", &BrightnessContrast::contrast_about, OneOf{{"mean_gray", "channel_means", "black"}},
             "What contrast leaves as it is: the image's mean gray (torchvision, Pillow), each channel's own mean "
             "(Keras), or black (Albumentations, mmseg).")
      .example(R"({"op": "brightness_contrast", "brightness": [-0.2, 0.2], "contrast": [-0.2, 0.2]})")
      .example(R"({"op": "brightness_contrast", "contrast": 0.3})")
      .example(R"({"op": "brightness_contrast", "brightness": 0.1, "brightness_mode": "multiply"})")
      .also_known_as({"RandomBrightnessContrast", "RandomBrightness", "RandomContrast", "brightness", "contrast"})
      .pixels(brightness_contrast);
}

}  // namespace augshard
