#include "op/op.h"
#include "ops/kernels/crop_window.h"

namespace augshard {
namespace {

struct CenterCrop {
  int height = 512;
  int width = 512;
  std::string if_smaller = "pad";
};

Expected<Step> center_crop(const CenterCrop& params, const Scene& scene, Draws&) {
  const Size wanted{params.height, params.width};
  const auto room = make_room(scene.size, wanted, params.if_smaller);
  if (!room) return room.error();
  return window_step(*room, wanted, (room->frame.width - wanted.width) / 2, (room->frame.height - wanted.height) / 2);
}

Shape cropped_shape(const CenterCrop& params, const Shape& in) {
  Shape out = in;
  out.size = Size{params.height, params.width};
  return out;
}

}  // namespace

OpInfo op_center_crop() {
  return OpBuilder<CenterCrop>("center_crop", "Cut a window of fixed size from the centre.")
      .param("height", &CenterCrop::height, Range{1, 65536}, Unit::px, "Height of the window.")
      .required()
      .param("width", &CenterCrop::width, Range{1, 65536}, Unit::px, "Width of the window.")
      .required()
      .param("if_smaller", &CenterCrop::if_smaller, kIfSmaller,
             "What to do with a smaller image: pad it, enlarge it, or reject the record.")
      .example(R"({"op": "center_crop", "height": 128, "width": 128})")
      .also_known_as({"CenterCrop", "CenterSpatialCropd"})
      .shape(cropped_shape)
      .geometry(center_crop);
}

}  // namespace augshard
