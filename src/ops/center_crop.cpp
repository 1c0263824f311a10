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

}  // namespace

OpInfo op_center_crop() {
  return OpBuilder<CenterCrop>("center_crop", "Cut a window of fixed size from the centre.")
      .with(declare_window<CenterCrop>)
      .example(R"({"op": "center_crop", "height": 128, "width": 128})")
      .also_known_as({"CenterCrop", "CenterSpatialCropd"})
      .geometry(center_crop);
}

}  // namespace augshard
