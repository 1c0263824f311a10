#include "op/op.h"
#include "ops/kernels/crop_window.h"
#include "ops/kernels/patches.h"

namespace augshard {
namespace {

struct FiveCrop {
  int height = 512;
  int width = 512;
  std::string if_smaller = "pad";
  std::string pick = "in_turn";
  std::string surplus = "leave_out";
};

Expected<Step> five_crop(const FiveCrop& params, const Scene& scene, Draws& draws) {
  const Size wanted{params.height, params.width};
  const auto room = make_room(scene.size, wanted, params.if_smaller);
  if (!room) return room.error();
  constexpr int kCrops = 5;
  const auto crop = choose_patch(kCrops, params.pick, params.surplus, scene, draws);
  if (!crop) return crop.error();
  if (!*crop) return leave_out_step(scene);
  const int right = room->frame.width - wanted.width;
  const int bottom = room->frame.height - wanted.height;
  if (**crop == kCrops - 1) return window_step(*room, wanted, right / 2, bottom / 2);
  return window_step(*room, wanted, **crop % 2 == 0 ? 0 : right, **crop < 2 ? 0 : bottom);
}

}  // namespace

OpInfo op_five_crop() {
  using P = FiveCrop;
  return OpBuilder<P>("five_crop", "Cut the four corners and the centre, one a copy: set \"copies\" of the split to 5.")
      .with(declare_window<P>)
      .param("pick", &P::pick, kPick,
             "in_turn: copies 1 to 5 take top left, top right, bottom left, bottom right, centre; random: each copy "
             "takes any.")
      .param("surplus", &P::surplus, kSurplus,
             "What becomes of copies beyond the last patch: they are not made, or the patches begin again.")
      .example(R"({"op": "five_crop", "height": 128, "width": 128, "pick": "random"})")
      .example(R"({"op": "five_crop", "height": 128, "width": 128})")
      .also_known_as({"FiveCrop"})
      .geometry(five_crop);
}

}  // namespace augshard
