#include "op/op.h"
#include "ops/kernels/box_window.h"
#include "ops/kernels/crop_window.h"

namespace augshard {
namespace {

struct AtLeastOneBboxRandomCrop {
  int height = 512;
  int width = 512;
  std::string if_smaller = "pad";
};

Rect place_in(const Roomy& room, const Box& box) {
  const Point first = place_in(room, Point{box.x0, box.y0});
  const Point last = place_in(room, Point{box.x1, box.y1});
  return pixels_of({first.x, first.y, last.x, last.y}, room.frame);
}

Expected<Step> at_least_one_bbox_random_crop(const AtLeastOneBboxRandomCrop& params, const Scene& scene, Draws& draws) {
  const Size wanted{params.height, params.width};
  const auto room = make_room(scene.size, wanted, params.if_smaller);
  if (!room) return room.error();
  const auto box = draw_box(scene, draws);
  return draw_window(*room, wanted, box ? std::optional(place_in(*room, *box)) : std::nullopt, draws);
}

}  // namespace

OpInfo op_at_least_one_bbox_random_crop() {
  using P = AtLeastOneBboxRandomCrop;
  return OpBuilder<P>("at_least_one_bbox_random_crop",
                      "Cut a window of fixed size that holds a random box, or lies in it where the box is larger.")
      .with(declare_window<P>)
      .example(R"({"op": "at_least_one_bbox_random_crop", "height": 128, "width": 128})")
      .also_known_as({"AtLeastOneBBoxRandomCrop"})
      .geometry(at_least_one_bbox_random_crop);
}

}  // namespace augshard
