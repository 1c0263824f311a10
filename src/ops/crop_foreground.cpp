#include <algorithm>

#include "geometry/steps.h"
#include "op/op.h"
#include "ops/kernels/crop_window.h"
#include "ops/kernels/label_pixels.h"

namespace augshard {
namespace {

struct CropForeground {
  MaskName mask;
  std::vector<double> ignore_labels = kNoForeground;
  int margin_px = 0;
};

Expected<Step> crop_foreground(const CropForeground& params, const Scene& scene, Draws&) {
  const Image* mask = scene.label_mask(params.mask.name);
  const auto bounds = mask != nullptr ? bounds_of_labels(*mask, all_but(params.ignore_labels)) : std::nullopt;
  if (!bounds) return crop_step(scene.size, 0, 0);
  const int left = std::max(0, bounds->x - params.margin_px);
  const int top = std::max(0, bounds->y - params.margin_px);
  const int right = std::min(scene.size.width, bounds->x + bounds->width + params.margin_px);
  const int bottom = std::min(scene.size.height, bounds->y + bounds->height + params.margin_px);
  return crop_step({bottom - top, right - left}, left, top);
}

}  // namespace

OpInfo op_crop_foreground() {
  using P = CropForeground;
  return OpBuilder<P>("crop_foreground",
                      "Cut to the smallest window around the foreground; an image without any stays whole.")
      .param("mask", &P::mask, "The label mask to look at; not set: \"mask\", else the first by name.")
      .param("ignore_labels", &P::ignore_labels, Range{-0x1p31, 0x1p31}, Unit::label, "Labels that are no foreground.")
      .param("margin_px", &P::margin_px, Range{0, 65536}, Unit::px,
             "Pixels left around the foreground, as far as the image has them.")
      .example(R"({"op": "crop_foreground", "margin_px": 8})")
      .also_known_as({"CropForegroundd"})
      .shape([](const P&, const Shape& in) { return with_size(in, std::nullopt); })
      .geometry(crop_foreground);
}

}  // namespace augshard
