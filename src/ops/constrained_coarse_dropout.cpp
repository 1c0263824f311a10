#include <algorithm>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/components.h"
#include "ops/kernels/erased.h"

namespace augshard {
namespace {

struct ConstrainedCoarseDropout {
  std::string within = "mask";
  std::optional<std::vector<double>> labels;
  MaskName mask;
  IntDraw holes{Draw::uniform(1, 3)};
  Draw height_frac = Draw::uniform(0.1, 0.3);
  Draw width_frac = Draw::uniform(0.1, 0.3);
  std::vector<double> fill{0};
  std::optional<double> mask_fill;
};

bool is_among(double label, const std::vector<double>& labels) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

// Whole pixels that a box touches.
Rect pixels_of(const Box& box) {
  const int x = static_cast<int>(std::floor(box.x0));
  const int y = static_cast<int>(std::floor(box.y0));
  return {x, y, static_cast<int>(std::ceil(box.x1)) - x, static_cast<int>(std::ceil(box.y1)) - y};
}

std::vector<Rect> places(const ConstrainedCoarseDropout& params, const Scene& scene) {
  std::vector<Rect> found;
  if (params.within == "boxes") {
    for (const LabeledBox& box : scene.boxes()) {
      if (!params.labels || is_among(static_cast<double>(box.label), *params.labels))
        found.push_back(pixels_of(box.box));
    }
  } else if (const Image* mask = scene.label_mask(params.mask.name)) {
    for (const Component& thing : find_components(*mask, {0, 255}).list) {
      if (!params.labels || is_among(static_cast<double>(thing.id), *params.labels)) found.push_back(thing.bounds);
    }
  }
  return found;
}

int side(double fraction, int length) {
  return std::clamp(static_cast<int>(std::nearbyint(fraction * length)), 1, length);
}

Erasure constrained_coarse_dropout(const ConstrainedCoarseDropout& params, const Scene& scene, Draws& draws) {
  Erasure erasure{{}, params.fill, params.mask_fill};
  for (const Rect& place : places(params, scene)) {
    for (auto left = draws.integer("holes", params.holes); left > 0; --left) {
      const int height = side(draws.number("height_frac", params.height_frac), place.height);
      const int width = side(draws.number("width_frac", params.width_frac), place.width);
      const auto x = static_cast<int>(draws.below("x", place.width - width + 1));
      const auto y = static_cast<int>(draws.below("y", place.height - height + 1));
      erasure.rects.push_back({place.x + x, place.y + y, width, height});
    }
  }
  return erasure;
}

}  // namespace

OpInfo op_constrained_coarse_dropout() {
  using Params = ConstrainedCoarseDropout;
  return OpBuilder<Params>("constrained_coarse_dropout", "Erases rectangles within the bounds of objects only.")
      .param("within", &Params::within, OneOf{{"mask", "boxes"}},
             "What the objects are: connected pixels of one label of a label mask, 0 and 255 aside, or the boxes.")
      .param("labels", &Params::labels, Range{0, 2147483647}, Unit::label, "Labels of the objects; null: all.")
      .param("mask", &Params::mask, "The label mask that has the objects; default: mask, else the first by name.")
      .param("holes", &Params::holes, Range{0, 1000}, Unit::count, "Rectangles in each object.")
      .param("height_frac", &Params::height_frac, Range{0, 1}, Unit::fraction,
             "Height of each, as a fraction of the object's; at least one pixel.")
      .param("width_frac", &Params::width_frac, Range{0, 1}, Unit::fraction,
             "Width of each, as a fraction of the object's; at least one pixel.")
      .with(declare_fills<Params>)
      .example(R"({"op": "constrained_coarse_dropout", "holes": [1, 3]})")
      .example(R"({"op": "constrained_coarse_dropout", "within": "boxes", "labels": [1]})")
      .also_known_as({"ConstrainedCoarseDropout"})
      .regions(constrained_coarse_dropout);
}

}  // namespace augshard
