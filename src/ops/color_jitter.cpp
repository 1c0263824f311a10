#include <algorithm>
#include <array>
#include <vector>

#include "op/op.h"
#include "ops/kernels/color_changes.h"
#include "ops/kernels/color_fold.h"

namespace augshard {
namespace {

struct ColorJitter {
  Draw brightness = Draw::uniform(0.8, 1.2);
  Draw contrast = Draw::uniform(0.8, 1.2);
  Draw saturation = Draw::uniform(0.8, 1.2);
  Draw hue = Draw::uniform(-0.1, 0.1);
  std::string order = "random";
  std::string method = "torchvision";
};

enum class Stage : std::uint8_t { brightness, contrast, saturation, hue };
using Stages = std::array<Stage, 4>;

Stages drawn_order(const ColorJitter& params, Draws& draws) {
  Stages stages{Stage::brightness, Stage::contrast, Stage::saturation, Stage::hue};
  if (params.order == "fixed") return stages;
  // The 24 orders by number, the lexicographic one.
  for (auto number = draws.below("order", 24); number > 0; --number) {
    std::next_permutation(stages.begin(), stages.end());
  }
  return stages;
}

struct Amounts {
  double brightness, contrast, saturation, hue;
};

void blend(Image& image, const Stages& stages, const Amounts& amounts) {
  ColorFold fold(image, amounts.hue);
  for (const Stage stage : stages) {
    switch (stage) {
      case Stage::brightness: fold.brightness(amounts.brightness); break;
      case Stage::contrast: fold.contrast(amounts.contrast); break;
      case Stage::saturation: fold.saturation(amounts.saturation); break;
      case Stage::hue: fold.hue(); break;
    }
  }
  fold.apply();
}

ColorChange keras_change(Stage stage, const Amounts& amounts) {
  switch (stage) {
    case Stage::brightness: return {ColorChange::Kind::shift, amounts.brightness - 1};
    case Stage::contrast: return {ColorChange::Kind::contrast, amounts.contrast};
    case Stage::saturation: return {ColorChange::Kind::saturation, amounts.saturation};
    case Stage::hue: break;
  }
  return {ColorChange::Kind::hue, amounts.hue};
}

void color_jitter(const ColorJitter& params, Image& image, Draws& draws) {
  const double brightness = draws.number("brightness", params.brightness);
  const double contrast = draws.number("contrast", params.contrast);
  const double saturation = draws.number("saturation", params.saturation);
  const double hue = draws.number("hue", params.hue);
  const Stages stages = drawn_order(params, draws);
  if (image.empty()) return;

  const Amounts amounts{brightness, contrast, saturation, hue};
  if (params.method == "torchvision") return blend(image, stages, amounts);
  std::vector<ColorChange> changes;
  for (const Stage stage : stages) changes.push_back(keras_change(stage, amounts));
  apply_changes(image, changes);
}

}  // namespace

OpInfo op_color_jitter() {
  return OpBuilder<ColorJitter>("color_jitter", "Changes brightness, contrast, saturation and hue in one pass.")
      .param("brightness", &ColorJitter::brightness, Range{0, 10}, Unit::factor, "Factor of every value.")
      .param("contrast", &ColorJitter::contrast, Range{0, 10}, Unit::factor,
             "Factor of the distance from the image's mean gray.")
      .param("saturation", &ColorJitter::saturation, Range{0, 10}, Unit::factor,
             "Factor of the distance from the pixel's own gray (Rec.601 luma): 0 makes it gray.")
      .param("hue", &ColorJitter::hue, Range{-0.5, 0.5}, Unit::fraction,
             "Shift of the hue in HSV, as a fraction of the circle; gray images have none.")
      .param("order", &ColorJitter::order, OneOf{{"random", "fixed"}},
             "Whether the four changes come in a drawn order or as listed here; values are rounded and clipped once, "
             "after the last.")
      .param("method", &ColorJitter::method, OneOf{{"torchvision", "keras"}},
             "Whose definitions: as said above (torchvision, Albumentations and Pillow), or Keras', where brightness - "
             "1 is added as a fraction of the range, contrast is about each channel's mean and saturation is that of "
             "HSV.")
      .channels({1, 3})
      .example(
          R"({"op": "color_jitter", "brightness": [0.8, 1.2], "contrast": [0.8, 1.2], "saturation": [0.8, 1.2], "hue": [-0.1, 0.1]})")
      .example(R"({"op": "color_jitter", "hue": 0, "order": "fixed", "p": 0.8})")
      .also_known_as({"ColorJitter", "RandomColorJitter", "color_twist"})
      .pixels(color_jitter);
}

}  // namespace augshard
