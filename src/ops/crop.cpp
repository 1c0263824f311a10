#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct Crop {
  int x = 0;
  int y = 0;
  int width = 256;
  int height = 256;
};

Expected<Step> crop(const Crop& params, const Scene& scene, Draws&) {
  if (params.x + params.width > scene.size.width || params.y + params.height > scene.size.height) {
    return Error{"too-small",
                 "the crop reaches column " + std::to_string(params.x + params.width) + " and row " +
                     std::to_string(params.y + params.height) + " of an image of " + std::to_string(scene.size.height) +
                     "x" + std::to_string(scene.size.width) + " (height x width)",
                 "put pad_if_needed before it, or use center_crop"};
  }
  return crop_step({params.height, params.width}, params.x, params.y);
}

Shape cropped_shape(const Crop& params, const Shape& in) {
  Shape out = in;
  out.size = Size{params.height, params.width};
  return out;
}

}  // namespace

OpInfo op_crop() {
  return OpBuilder<Crop>("crop", "Cut a fixed window; a record whose image does not hold it is rejected.")
      .param("x", &Crop::x, Range{0, 65536}, Unit::px, "Left edge of the window.")
      .required()
      .param("y", &Crop::y, Range{0, 65536}, Unit::px, "Top edge of the window.")
      .required()
      .param("width", &Crop::width, Range{1, 65536}, Unit::px, "Width of the window.")
      .required()
      .param("height", &Crop::height, Range{1, 65536}, Unit::px, "Height of the window.")
      .required()
      .example(R"({"op": "crop", "x": 16, "y": 8, "width": 128, "height": 96})")
      .also_known_as({"Crop", "SpatialCropd"})
      .shape(cropped_shape)
      .geometry(crop);
}

}  // namespace augshard
