#include <algorithm>
#include <cmath>

#include "op/op.h"

namespace augshard {
namespace {

struct RandomErasing {
  Draw area_frac = Draw::uniform(0.02, 0.33);
  Draw ratio = Draw::uniform(0.3, 3.3);
  std::string fill = "noise";
  std::vector<double> value{0};
  std::optional<double> mask_fill;
};

// Where the frame is too small for the ratio, the rectangle keeps its area as far as it can.
Size size_of_hole(double area, double ratio, Size frame) {
  double width = std::min<double>(std::sqrt(area * ratio), frame.width);
  const double height = std::min<double>(area / width, frame.height);
  width = std::min<double>(area / height, frame.width);
  return {std::max(1, static_cast<int>(std::nearbyint(height))), std::max(1, static_cast<int>(std::nearbyint(width)))};
}

Erasure random_erasing(const RandomErasing& params, const Scene& scene, Draws& draws) {
  const Size size = scene.size;
  const double area = draws.number("area_frac", params.area_frac) * size.height * size.width;
  const double ratio = draws.number("ratio", params.ratio);
  Erasure erasure{{}, params.value, params.mask_fill, Erasure::Paint::fill, 0};
  if (area > 0) {
    const Size hole = size_of_hole(area, ratio, size);
    const auto x = draws.below("x", size.width - hole.width + 1);
    const auto y = draws.below("y", size.height - hole.height + 1);
    erasure.rects.push_back({static_cast<int>(x), static_cast<int>(y), hole.width, hole.height});
  }
  if (params.fill == "mean") erasure.paint = Erasure::Paint::mean;
  if (params.fill == "noise") {
    erasure.paint = Erasure::Paint::noise;
    erasure.noise_key = draws.field_key("noise");
  }
  return erasure;
}

}  // namespace

OpInfo op_random_erasing() {
  return OpBuilder<RandomErasing>("random_erasing", "Erases one rectangle at a random place.")
      .param("area_frac", &RandomErasing::area_frac, Range{0, 1}, Unit::fraction,
             "Area of the rectangle, as a fraction of the image's.")
      .param("ratio", &RandomErasing::ratio, Range{0.01, 100}, Unit::factor, "Width of the rectangle by its height.")
      .param("fill", &RandomErasing::fill, OneOf{{"noise", "mean", "value"}},
             "What stands there afterwards: uniform noise, the mean of each channel, or the parameter value.")
      .param("value", &RandomErasing::value, Range{0, 1}, Unit::intensity,
             "The value, as a fraction of the range: one number, or one a channel.")
      .param("mask_fill", &RandomErasing::mask_fill, Range{0, 2147483647}, Unit::label,
             "Label id that masks take there; null leaves them as they are.")
      .example(R"({"op": "random_erasing", "area_frac": [0.02, 0.33], "ratio": [0.3, 3.3], "p": 0.5})")
      .example(R"({"op": "random_erasing", "fill": "mean", "mask_fill": 255})")
      .also_known_as({"RandomErasing", "Erasing"})
      .regions(random_erasing);
}

}  // namespace augshard
