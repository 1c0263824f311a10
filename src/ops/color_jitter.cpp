#include <algorithm>
#include <array>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/color.h"
#include "ops/kernels/pointwise.h"
#include "ops/kernels/statistics.h"

namespace augshard {
namespace {

struct ColorJitter {
  Draw brightness = Draw::uniform(0.8, 1.2);
  Draw contrast = Draw::uniform(0.8, 1.2);
  Draw saturation = Draw::uniform(0.8, 1.2);
  Draw hue = Draw::uniform(-0.1, 0.1);
  std::string order = "random";
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

// Brightness, contrast and saturation are each of the form x -> scale * x + weight * gray(x) + offset, with the same
// offset in all channels. A turn of the hue commutes with that but for the gray value, so the four stages fold into
// scale * turned(x) + before * gray(x) + after * gray(turned(x)) + offset: one pass, one rounding.
class Folded {
 public:
  Folded(const Image& image, float sextants) : image_(image), sextants_(sextants) {}

  void brightness(double factor) { multiply(factor); }
  void contrast(double factor) {
    if (factor == 1) return;
    const double mean = mean_now();
    multiply(factor);
    offset_ += (1 - factor) * mean;
  }
  void saturation(double factor) {
    (turned_ ? after_ : before_) = factor * current_weight() + (1 - factor) * (current_weight() + scale_);
    scale_ *= factor;
  }
  void hue() { turned_ = sextants_ != 0; }

  [[nodiscard]] bool turned() const { return turned_; }
  [[nodiscard]] bool is_identity() const {
    return !turned_ && scale_ == 1 && before_ == 0 && after_ == 0 && offset_ == 0;
  }
  [[nodiscard]] GrayMix mix() const {
    return {static_cast<float>(scale_), static_cast<float>(before_), static_cast<float>(after_),
            static_cast<float>(offset_)};
  }

 private:
  [[nodiscard]] double current_weight() const { return turned_ ? after_ : before_; }
  void multiply(double factor) {
    scale_ *= factor;
    before_ *= factor;
    after_ *= factor;
    offset_ *= factor;
  }
  // Mean gray of the image as the stages so far leave it.
  [[nodiscard]] double mean_now() const {
    const double before = mean_gray(image_);
    const double after = turned_ ? mean_turned() : 0;
    return scale_ * (turned_ ? after : before) + before_ * before + after_ * after + offset_;
  }
  [[nodiscard]] double mean_turned() const {
    double sum = 0;
    RgbBlock::Plane gray;
    visit_rgb(image_, [&](RgbBlock& block, std::size_t count) {
      turn_hue(block, sextants_);
      gray_of(block, gray);
      sum += sum_of(gray, count);
    });
    return sum / (static_cast<double>(image_.height()) * image_.width());
  }

  const Image& image_;
  float sextants_;
  double scale_ = 1, before_ = 0, after_ = 0, offset_ = 0;
  bool turned_ = false;
};

void apply(const Folded& folded, float sextants, Image& image) {
  const GrayMix m = folded.mix();
  if (image.channels() == 1) {
    const double factor = double{m.scale} + double{m.before_weight} + double{m.after_weight};
    const double offset = double{m.offset} / range_of(image.dtype());
    map_values(image, [factor, offset](double x) { return factor * x + offset; });
    return;
  }
  RgbBlock::Plane before{}, after{};
  transform_rgb(image, [&](RgbBlock& block, std::size_t) {
    if (m.before_weight != 0) gray_of(block, before);
    if (folded.turned()) turn_hue(block, sextants);
    if (m.after_weight != 0) gray_of(block, after);
    mix(block, m, before, after);
  });
}

void color_jitter(const ColorJitter& params, Image& image, Draws& draws) {
  const double brightness = draws.number("brightness", params.brightness);
  const double contrast = draws.number("contrast", params.contrast);
  const double saturation = draws.number("saturation", params.saturation);
  const double hue = draws.number("hue", params.hue);
  const Stages stages = drawn_order(params, draws);
  if (image.empty()) return;

  // A gray image has no hue.
  const float sextants = image.channels() == 1 ? 0.0F : static_cast<float>(6 * (hue - std::floor(hue)));
  Folded folded(image, sextants);
  for (const Stage stage : stages) {
    switch (stage) {
      case Stage::brightness: folded.brightness(brightness); break;
      case Stage::contrast: folded.contrast(contrast); break;
      case Stage::saturation: folded.saturation(saturation); break;
      case Stage::hue: folded.hue(); break;
    }
  }
  if (!folded.is_identity()) apply(folded, sextants, image);
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
      .channels({1, 3})
      .example(
          R"({"op": "color_jitter", "brightness": [0.8, 1.2], "contrast": [0.8, 1.2], "saturation": [0.8, 1.2], "hue": [-0.1, 0.1]})")
      .example(R"({"op": "color_jitter", "hue": 0, "order": "fixed", "p": 0.8})")
      .also_known_as({"ColorJitter", "RandomColorJitter", "PhotoMetricDistortion", "color_twist"})
      .pixels(color_jitter);
}

}  // namespace augshard
