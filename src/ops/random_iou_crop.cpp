#include <algorithm>
#include <vector>

#include "geometry/steps.h"
#include "op/op.h"
#include "ops/kernels/crop_window.h"

namespace augshard {
namespace {

struct RandomIouCrop {
  Draw min_iou{Draw::Choice{{0, 0.1, 0.3, 0.5, 0.7, 0.9, 1}, {}}};
  Draw scale = Draw::uniform(0.3, 1);
  double min_ratio = 0.5;
  double max_ratio = 2;
  int tries = 40;
};

// Height and width are drawn apart; nothing where their ratio is out of bounds.
std::optional<Rect> draw_window(const RandomIouCrop& params, Size in, Draws& draws) {
  const int width = whole_pixels(in.width * draws.number("scale_x", params.scale));
  const int height = whole_pixels(in.height * draws.number("scale_y", params.scale));
  const double ratio = static_cast<double>(width) / height;
  if (ratio < params.min_ratio || ratio > params.max_ratio) return std::nullopt;
  const auto x = static_cast<int>(draws.below("x", in.width - width + 1));
  return Rect{x, static_cast<int>(draws.below("y", in.height - height + 1)), width, height};
}

double intersection_over_union(const Box& a, const Box& b) {
  const double width = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
  const double height = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  if (width <= 0 || height <= 0) return 0;
  const auto area = [](const Box& box) { return (box.x1 - box.x0) * (box.y1 - box.y0); };
  return width * height / (area(a) + area(b) - width * height);
}

// A box whose centre is in the window overlaps it that much, or there is no box at all.
bool holds(const Rect& window, const std::vector<LabeledBox>& boxes, double min_iou) {
  const Box frame{static_cast<double>(window.x), static_cast<double>(window.y),
                  static_cast<double>(window.x + window.width), static_cast<double>(window.y + window.height)};
  return boxes.empty() || std::any_of(boxes.begin(), boxes.end(), [&](const LabeledBox& labeled) {
           const Box& box = labeled.box;
           const double x = (box.x0 + box.x1) / 2;
           const double y = (box.y0 + box.y1) / 2;
           const bool inside = x > frame.x0 && x < frame.x1 && y > frame.y0 && y < frame.y1;
           return inside && intersection_over_union(box, frame) >= min_iou;
         });
}

Expected<Step> random_iou_crop(const RandomIouCrop& params, const Scene& scene, Draws& draws) {
  const std::vector<LabeledBox> boxes = scene.boxes();
  constexpr int kRounds = 5;
  for (int round = 0; round < kRounds; ++round) {
    const double min_iou = draws.number("min_iou", params.min_iou);
    if (min_iou >= 1) break;
    for (int attempt = 0; attempt < params.tries; ++attempt) {
      const auto window = draw_window(params, scene.size, draws);
      if (window && holds(*window, boxes, min_iou)) {
        return crop_step({window->height, window->width}, window->x, window->y);
      }
    }
  }
  return crop_step(scene.size, 0, 0);
}

}  // namespace

OpInfo op_random_iou_crop() {
  using P = RandomIouCrop;
  return OpBuilder<P>("random_iou_crop",
                      "Cut a random window that overlaps a box by at least some share of both (IoU), as SSD does.")
      .param("min_iou", &P::min_iou, Range{0, 1}, Unit::fraction,
             "Least intersection over union of the window and one of the boxes whose centre it holds; 1 leaves the "
             "image whole.")
      .param("scale", &P::scale, Range{0.01, 1}, Unit::fraction,
             "Sides of the window, as fractions of height and width, drawn apart.")
      .param("min_ratio", &P::min_ratio, Range{0.01, 100}, Unit::none, "Least width / height of the window.")
      .param("max_ratio", &P::max_ratio, Range{0.01, 100}, Unit::none, "Largest width / height of the window.")
      .param("tries", &P::tries, Range{1, 1000}, Unit::count,
             "Windows tried before min_iou is drawn anew; after five of these rounds the image stays whole.")
      .rule([](const P& p) { return p.min_ratio <= p.max_ratio; }, "min_ratio must not be above max_ratio")
      .example(R"({"op": "random_iou_crop", "min_iou": {"choice": [0.1, 0.3, 0.5]}})")
      .also_known_as({"RandomIoUCrop", "RandomIOUCrop", "MinIoURandomCrop"})
      .shape([](const P&, const Shape& in) { return with_size(in, std::nullopt); })
      .geometry(random_iou_crop);
}

}  // namespace augshard
