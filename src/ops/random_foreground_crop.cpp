#include "op/op.h"
#include "ops/kernels/crop_window.h"
#include "ops/kernels/label_pixels.h"

namespace augshard {
namespace {

struct RandomForegroundCrop {
  int height = 512;
  int width = 512;
  std::string if_smaller = "pad";
  MaskName mask;
  std::vector<double> ignore_labels = kNoForeground;
  LabelWeights class_weights;
  double foreground_prob = 1;
};

// One of the labels that the mask holds, by the weights; nothing where none of them has any.
std::optional<std::int64_t> draw_label(const LabelWeights& weights, const Image& mask, Draws& draws) {
  LabelWeights present;
  double total = 0;
  for (const auto& [label, count] : count_labels(mask)) {
    const auto weight = weights.find(label);
    if (weight == weights.end() || weight->second <= 0) continue;
    present.insert(*weight);
    total += weight->second;
  }
  if (present.empty()) return std::nullopt;
  double rest = draws.uniform("label", 0, total);
  for (const auto& [label, weight] : present) {
    if (rest < weight) return label;
    rest -= weight;
  }
  return present.rbegin()->first;
}

std::optional<Point> draw_foreground(const RandomForegroundCrop& params, const Image& mask, Draws& draws) {
  if (params.class_weights.empty()) return draw_pixel(mask, all_but(params.ignore_labels), draws);
  const auto chosen = draw_label(params.class_weights, mask, draws);
  if (!chosen) return std::nullopt;
  return draw_pixel(
      mask, [&](std::int64_t label) { return label == *chosen; }, draws);
}

Expected<Step> random_foreground_crop(const RandomForegroundCrop& params, const Scene& scene, Draws& draws) {
  const Size wanted{params.height, params.width};
  const auto room = make_room(scene.size, wanted, params.if_smaller);
  if (!room) return room.error();
  const Image* mask = draws.coin("foreground", params.foreground_prob) ? scene.label_mask(params.mask.name) : nullptr;
  const auto pixel = mask != nullptr ? draw_foreground(params, *mask, draws) : std::nullopt;
  if (!pixel) return draw_window(*room, wanted, std::nullopt, draws);
  const Point held = place_in(*room, *pixel);
  return draw_window(*room, wanted, Rect{static_cast<int>(held.x), static_cast<int>(held.y), 1, 1}, draws);
}

}  // namespace

OpInfo op_random_foreground_crop() {
  using P = RandomForegroundCrop;
  return OpBuilder<P>("random_foreground_crop",
                      "Cut a window of fixed size that holds a random foreground pixel, at a random place in it.")
      .with(declare_window<P>)
      .param("mask", &P::mask, "The label mask to look at; not set: \"mask\", else the first by name.")
      .param("ignore_labels", &P::ignore_labels, Range{-0x1p31, 0x1p31}, Unit::label, "Labels that are no foreground.")
      .param("class_weights", &P::class_weights, Range{0, 1e9}, Unit::none,
             "First draw a label among those in the image, by these weights (0 for those not named); set, they take "
             "the place of ignore_labels.")
      .param("foreground_prob", &P::foreground_prob, Range{0, 1}, Unit::fraction,
             "Probability that foreground is looked for; else, and where there is none, the window is anywhere.")
      .example(R"({"op": "random_foreground_crop", "height": 128, "width": 128})")
      .example(R"({"op": "random_foreground_crop", "height": 128, "width": 128, "class_weights": {"1": 1, "2": 5}})")
      .also_known_as({"CropNonEmptyMaskIfExists", "RandCropByPosNegLabeld", "RandCropByLabelClassesd"})
      .geometry(random_foreground_crop);
}

}  // namespace augshard
