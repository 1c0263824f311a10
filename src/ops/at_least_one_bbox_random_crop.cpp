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
  const Size frame = room->frame;
  const auto box = draw_box(scene, draws);
  if (!box) {
    const Corner corner = draw_corner(frame, wanted, draws);
    return window_step(*room, wanted, corner.x, corner.y);
  }
  const Rect held = place_in(*room, *box);
  const int x = draw_window_holding("x", held.x, held.width, wanted.width, frame.width, draws);
  const int y = draw_window_holding("y", held.y, held.height, wanted.height, frame.height, draws);
  return window_step(*room, wanted, x, y);
}

}  // namespace

OpInfo op_at_least_one_bbox_random_crop() {
  using P = AtLeastOneBboxRandomCrop;
  return OpBuilder<P>("at_least_one_bbox_random_crop",
                      "Cut a window of fixed size that holds a random box, or lies in it where the box is larger.")
      .param("height", &P::height, Range{1, 65536}, Unit::px, "Height of the window.")
      .required()
      .param("width", &P::width, Range{1, 65536}, Unit::px, "Width of the window.")
      .required()
      .param("if_smaller", &P::if_smaller, kIfSmaller,
             "What to do with a smaller image: pad it, enlarge it, or reject the record.")
      .example(R"({"op": "at_least_one_bbox_random_crop", "height": 128, "width": 128})")
      .also_known_as({"AtLeastOneBBoxRandomCrop"})
      .shape([](const P& p, const Shape& in) {
        return with_size(in, Size{p.height, p.width});
      })
      .geometry(at_least_one_bbox_random_crop);
}

}  // namespace augshard
