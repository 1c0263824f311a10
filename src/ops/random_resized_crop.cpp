#include <algorithm>
#include <cmath>

#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct RandomResizedCrop {
  int height = 512;
  int width = 512;
  Draw scale = Draw::uniform(0.08, 1);
  Draw ratio = Draw::loguniform(0.75, 1.3333);
};

// After ten draws that do not fit: the largest centred window whose ratio lies within bounds.
Step centred_window(const RandomResizedCrop& params, Size in) {
  const auto [low, high] = params.ratio.bounds();
  const double own = static_cast<double>(in.width) / in.height;
  const double ratio = std::clamp(own, low, high);
  const int width = own > ratio ? std::max(1, whole_pixels(in.height * ratio)) : in.width;
  const int height = own < ratio ? std::max(1, whole_pixels(in.width / ratio)) : in.height;
  return crop_resize_step({params.height, params.width}, (in.width - width) / 2, (in.height - height) / 2, width,
                          height);
}

Expected<Step> random_resized_crop(const RandomResizedCrop& params, const Scene& scene, Draws& draws) {
  const Size in = scene.size;
  const double area = static_cast<double>(in.height) * in.width;
  constexpr int kTries = 10;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    const double target = area * draws.number("scale", params.scale);
    const double ratio = draws.number("ratio", params.ratio);
    const int width = whole_pixels(std::sqrt(target * ratio));
    const int height = whole_pixels(std::sqrt(target / ratio));
    if (width > in.width || height > in.height) continue;
    const auto x = static_cast<double>(draws.below("x", in.width - width + 1));
    const auto y = static_cast<double>(draws.below("y", in.height - height + 1));
    return crop_resize_step({params.height, params.width}, x, y, width, height);
  }
  return centred_window(params, in);
}

Shape cropped_shape(const RandomResizedCrop& params, const Shape& in) {
  Shape out = in;
  out.size = Size{params.height, params.width};
  return out;
}

}  // namespace

OpInfo op_random_resized_crop() {
  return OpBuilder<RandomResizedCrop>("random_resized_crop",
                                      "Cut a window of random area and aspect ratio and scale it to a fixed size.")
      .param("height", &RandomResizedCrop::height, Range{1, 65536}, Unit::px, "Height of the result.")
      .required()
      .param("width", &RandomResizedCrop::width, Range{1, 65536}, Unit::px, "Width of the result.")
      .required()
      .param("scale", &RandomResizedCrop::scale, Range{0.0001, 1}, Unit::fraction,
             "Area of the window, as a fraction of the image's.")
      .param("ratio", &RandomResizedCrop::ratio, Range{0.01, 100}, Unit::none, "Width / height of the window.")
      .example(R"({"op": "random_resized_crop", "height": 128, "width": 128, "scale": [0.3, 1.0]})")
      .also_known_as({"RandomResizedCrop", "RandomCropAndResize"})
      .shape(cropped_shape)
      .geometry(random_resized_crop);
}

}  // namespace augshard
