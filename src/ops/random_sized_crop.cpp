#include <algorithm>

#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct RandomSizedCrop {
  int height = 512;
  int width = 512;
  IntDraw window_height{Draw::uniform(256, 512)};
  Draw ratio = Draw::constant(1);
};

// The window drawn, shrunk in proportion where the image does not hold it.
Size window_of(double height, double ratio, Size in) {
  const double fit = std::min({1.0, in.height / height, in.width / (height * ratio)});
  return {std::min(in.height, whole_pixels(height * fit)), std::min(in.width, whole_pixels(height * ratio * fit))};
}

Expected<Step> random_sized_crop(const RandomSizedCrop& params, const Scene& scene, Draws& draws) {
  const auto height = static_cast<double>(draws.integer("window_height", params.window_height));
  const Size window = window_of(height, draws.number("ratio", params.ratio), scene.size);
  const auto x = static_cast<double>(draws.below("x", scene.size.width - window.width + 1));
  const auto y = static_cast<double>(draws.below("y", scene.size.height - window.height + 1));
  return crop_resize_step({params.height, params.width}, x, y, window.width, window.height);
}

Shape cropped_shape(const RandomSizedCrop& params, const Shape& in) {
  Shape out = in;
  out.size = Size{params.height, params.width};
  return out;
}

}  // namespace

OpInfo op_random_sized_crop() {
  return OpBuilder<RandomSizedCrop>("random_sized_crop",
                                    "Cut a window whose height is drawn in pixels and scale it to a fixed size.")
      .param("height", &RandomSizedCrop::height, Range{1, 65536}, Unit::px, "Height of the result.")
      .required()
      .param("width", &RandomSizedCrop::width, Range{1, 65536}, Unit::px, "Width of the result.")
      .required()
      .param("window_height", &RandomSizedCrop::window_height, Range{1, 65536}, Unit::px,
             "Height of the window; one that the image does not hold is shrunk until it fits.")
      .required()
      .param("ratio", &RandomSizedCrop::ratio, Range{0.01, 100}, Unit::none, "Width / height of the window.")
      .example(R"({"op": "random_sized_crop", "height": 128, "width": 128, "window_height": [96, 192]})")
      .also_known_as({"RandomSizedCrop"})
      .shape(cropped_shape)
      .geometry(random_sized_crop);
}

}  // namespace augshard
