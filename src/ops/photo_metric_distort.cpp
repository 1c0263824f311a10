#include <vector>

#include "op/op.h"
#include "ops/kernels/color_changes.h"
#include "ops/kernels/color_fold.h"
#include "ops/kernels/shuffle_channels.h"

namespace augshard {
namespace {

struct PhotoMetricDistort {
  Draw brightness = Draw::uniform(0.875, 1.125);
  Draw contrast = Draw::uniform(0.5, 1.5);
  Draw saturation = Draw::uniform(0.5, 1.5);
  Draw hue = Draw::uniform(-0.05, 0.05);
  double change_p = 0.5;
  double shuffle_p = 0.5;
  std::string method = "torchvision";
};

// A change that is not made has its neutral number.
struct Changes {
  double brightness, contrast, saturation, hue;
  bool contrast_first;
};

void blend(Image& image, const Changes& c) {
  ColorFold fold(image, c.hue);
  fold.brightness(c.brightness);
  if (c.contrast_first) fold.contrast(c.contrast);
  fold.saturation(c.saturation);
  fold.hue();
  if (!c.contrast_first) fold.contrast(c.contrast);
  fold.apply();
}

void distort(Image& image, const Changes& c) {
  using Kind = ColorChange::Kind;
  std::vector<ColorChange> changes{
      {Kind::shift, c.brightness - 1}, {Kind::saturation, c.saturation}, {Kind::hue, c.hue}};
  changes.insert(c.contrast_first ? changes.begin() + 1 : changes.end(), {Kind::scale, c.contrast});
  apply_changes(image, changes);
}

void photo_metric_distort(const PhotoMetricDistort& params, Image& image, Draws& draws) {
  const auto drawn = [&](const std::string& name, const Draw& draw, double neutral) {
    return draws.coin("change_" + name, params.change_p) ? draws.number(name, draw) : neutral;
  };
  const double brightness = drawn("brightness", params.brightness, 1);
  const double contrast = drawn("contrast", params.contrast, 1);
  const double saturation = drawn("saturation", params.saturation, 1);
  const double hue = drawn("hue", params.hue, 0);
  const Changes changes{brightness, contrast, saturation, hue, draws.coin("contrast_first", 0.5)};
  const bool shuffle = draws.coin("shuffle", params.shuffle_p);
  if (image.empty()) return;

  params.method == "torchvision" ? blend(image, changes) : distort(image, changes);
  if (shuffle) shuffle_channels(image, draws);
}

}  // namespace

OpInfo op_photo_metric_distort() {
  return OpBuilder<PhotoMetricDistort>(
             "photo_metric_distort",
             "Changes brightness, contrast, saturation and hue and shuffles the channels, each at random (the recipe "
             "of SSD).")
      .param("brightness", &PhotoMetricDistort::brightness, Range{0, 10}, Unit::factor,
             "Factor of every value; with the method mmseg this minus 1 is added, as a fraction of the range.")
      .param("contrast", &PhotoMetricDistort::contrast, Range{0, 10}, Unit::factor,
             "Factor of the distance from the image's mean gray, or from 0 with the method mmseg; it comes before "
             "saturation and hue or after them, as drawn.")
      .param("saturation", &PhotoMetricDistort::saturation, Range{0, 10}, Unit::factor,
             "Factor of the distance from the pixel's own gray, or of the saturation in HSV with the method mmseg.")
      .param("hue", &PhotoMetricDistort::hue, Range{-0.5, 0.5}, Unit::fraction,
             "Shift of the hue in HSV, as a fraction of the circle; gray images have none.")
      .param("change_p", &PhotoMetricDistort::change_p, Range{0, 1}, Unit::fraction,
             "Probability of each of the four changes.")
      .param("shuffle_p", &PhotoMetricDistort::shuffle_p, Range{0, 1}, Unit::fraction,
             "Probability that the channels change places, which mmseg's op never does.")
      .param("method", &PhotoMetricDistort::method, OneOf{{"torchvision", "mmseg"}},
             "Whose definitions: those of torchvision's RandomPhotometricDistort or of mmseg's "
             "PhotoMetricDistortion; values are rounded and clipped once, after the last change.")
      .channels({1, 3})
      .example(R"({"op": "photo_metric_distort"})")
      .example(R"({"op": "photo_metric_distort", "method": "mmseg", "hue": [-0.1, 0.1], "shuffle_p": 0})")
      .also_known_as({"RandomPhotometricDistort", "PhotoMetricDistort", "PhotoMetricDistortion"})
      .pixels(photo_metric_distort);
}

}  // namespace augshard
