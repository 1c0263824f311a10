#include <algorithm>

#include "op/op.h"
#include "ops/kernels/crop_window.h"
#include "ops/kernels/label_pixels.h"
#include "ops/kernels/patches.h"

namespace augshard {
namespace {

struct CropSamples {
  int height = 512;
  int width = 512;
  std::optional<int> n;
  std::string by = "pos_neg";
  std::string if_smaller = "pad";
  MaskName mask;
  std::vector<double> ignore_labels = kNoForeground;
  std::string surplus = "leave_out";
};

/// The labels whose pixels sample number `sample` is centred on.
IsWanted wanted_labels(const CropSamples& params, std::int64_t sample, const Image& mask) {
  const IsWanted is_foreground = all_but(params.ignore_labels);
  if (params.by == "pos_neg") {
    return [is_foreground, positive = sample % 2 == 0](std::int64_t label) { return is_foreground(label) == positive; };
  }
  std::vector<std::int64_t> present;
  for (const auto& [label, count] : count_labels(mask)) {
    if (is_foreground(label)) present.push_back(label);
  }
  if (present.empty()) return [](std::int64_t) { return false; };
  const std::int64_t chosen = present[static_cast<std::size_t>(sample) % present.size()];
  return [chosen](std::int64_t label) { return label == chosen; };
}

int centred(double position, int window, int extent) {
  return std::clamp(static_cast<int>(position) - window / 2, 0, extent - window);
}

Expected<Step> crop_samples(const CropSamples& params, const Scene& scene, Draws& draws) {
  const Size wanted{params.height, params.width};
  const auto room = make_room(scene.size, wanted, params.if_smaller);
  if (!room) return room.error();
  const auto sample = choose_patch(params.n.value_or(scene.copies), "in_turn", params.surplus, scene, draws);
  if (!sample) return sample.error();
  if (!*sample) return leave_out_step(scene);
  const Image* mask = scene.label_mask(params.mask.name);
  const auto pixel = mask != nullptr ? draw_pixel(*mask, wanted_labels(params, **sample, *mask), draws) : std::nullopt;
  if (!pixel) return draw_window(*room, wanted, std::nullopt, draws);
  const Point centre = place_in(*room, *pixel);
  return window_step(*room, wanted, centred(centre.x, wanted.width, room->frame.width),
                     centred(centre.y, wanted.height, room->frame.height));
}

}  // namespace

OpInfo op_crop_samples() {
  using P = CropSamples;
  return OpBuilder<P>("crop_samples",
                      "Cut windows around pixels of one kind of label after the other, one a copy of the record.")
      .param("height", &P::height, Range{1, 65536}, Unit::px, "Height of the window.")
      .required()
      .param("width", &P::width, Range{1, 65536}, Unit::px, "Width of the window.")
      .required()
      .param("n", &P::n, Range{1, 65536}, Unit::count, "Samples of a record; not set: as many as the split has copies.")
      .param("by", &P::by, OneOf{{"pos_neg", "per_class"}},
             "pos_neg: around foreground and other pixels in turn; per_class: around each foreground label of the "
             "image in turn.")
      .param("if_smaller", &P::if_smaller, kIfSmaller,
             "What to do with a smaller image: pad it, enlarge it, or reject the record.")
      .param("mask", &P::mask, "The label mask to look at; not set: \"mask\", else the first by name.")
      .param("ignore_labels", &P::ignore_labels, Range{-0x1p31, 0x1p31}, Unit::label, "Labels that are no foreground.")
      .param("surplus", &P::surplus, kSurplus,
             "What becomes of copies beyond the last sample: they are not made, or begin again with others.")
      .example(R"({"op": "crop_samples", "height": 128, "width": 128})")
      .example(R"({"op": "crop_samples", "height": 128, "width": 128, "by": "per_class"})")
      .also_known_as({"RandSpatialCropSamplesd"})
      .shape([](const P& p, const Shape& in) {
        return with_size(in, Size{p.height, p.width});
      })
      .geometry(crop_samples);
}

}  // namespace augshard
